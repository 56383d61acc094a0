"""FACE: lists, pages and buttons for people, in Russian.

Rows come from `access`, changes go through `actions`; no rule of the portal lives here. Importing registers the admins.
"""

from supervision.admin import accounts, chats, events, houses, imports, organisations, people, regions, sync, users

__all__ = ["accounts", "chats", "events", "houses", "imports", "organisations", "people", "regions", "sync", "users"]

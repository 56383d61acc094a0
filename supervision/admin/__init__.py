"""FACE: lists, pages and buttons for people, in Russian.

Rows come from `access`, changes go through `actions`; no rule of the portal lives here. Importing registers the admins.
"""

from supervision.admin import (
    accounts,
    adoptions,
    chats,
    events,
    found_chats,
    houses,
    imports,
    operations,
    organisations,
    people,
    programs,
    regions,
    sync,
    uploads,
    users,
    webhooks,
    work_orders,
)

__all__ = [
    "accounts",
    "adoptions",
    "chats",
    "events",
    "found_chats",
    "houses",
    "imports",
    "operations",
    "organisations",
    "people",
    "programs",
    "regions",
    "sync",
    "uploads",
    "users",
    "webhooks",
    "work_orders",
]

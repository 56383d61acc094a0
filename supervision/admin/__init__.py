"""FACE: lists, pages and buttons for people, in Russian.

Rows come from `access`, changes go through `actions`; no rule of the portal lives here. Importing registers the admins.
A folder is an area, which is not always a place in the menu. Which entries of the menu (`navigation.py`) each serves:

    desk/       Desk
    houses/     Houses
    companies/  Houses, People
    regions/    Houses, Chats, Setting up
    chats/      Chats, Work orders
    changes/    Changes
    audit/      Changes
    imports/    Files
    people/     People
    reports/    Reports
    guide/      Guide
    logins/     Access, Logins
    programs/   Programs
    upkeep/     Terms of keeping
    notices/    no entry: the bell over every page
    decisions/  no entry: the pages on which a change is shown before it is made
    lists/      no entry: what all lists share
"""

from supervision.admin.audit import events
from supervision.admin.changes import operations
from supervision.admin.chats import adoptions, chats, found_chats, sync, work_orders
from supervision.admin.companies import organisations
from supervision.admin.houses import houses
from supervision.admin.imports import imports, uploads
from supervision.admin.logins import users
from supervision.admin.people import people
from supervision.admin.programs import programs, webhooks
from supervision.admin.regions import accounts, regions, targets

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
    "targets",
    "uploads",
    "users",
    "webhooks",
    "work_orders",
]

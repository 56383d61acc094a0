"""Who reads names of people, and what the others read instead.

Inspectors, representatives, members of chats and authors of decisions are named to those who hold their region. Who
sees a region only as a part of the country (analysts) reads counts and neutral words: rows about people are not given
(`OF_PEOPLE`, `inspectors`, ...), and of other rows `discreet` empties what speaks of people before a page, a list or a
file gets hold of it. What people typed as a reason may name anybody and is not shown either.
"""

from collections.abc import Callable, Mapping
from copy import copy
from typing import Any, TypeVar

from django.contrib.auth.models import User
from django.db.models import Field, Model
from django.utils.translation import gettext as _

from supervision.access.who import NAMES_NOBODY, VIEW, Login, codes, names_nobody_to, sees_everything
from supervision.enums import ImportKind, OperationKind
from supervision.models import (
    Absence,
    Adoption,
    AdoptionLine,
    Chat,
    ChatMember,
    Comment,
    Event,
    FoundChat,
    HouseSubstitute,
    ImportIssue,
    ImportRun,
    Inspector,
    MessengerCall,
    Operation,
    Region,
    Representative,
    SyncRequest,
    Target,
    Upload,
    WorkOrder,
    journal,
)

Row = TypeVar("Row", bound=Model)

# what a row of these says is about people as a whole; a file is named and filled by whoever brings it
OF_PEOPLE: frozenset[type[Model]] = frozenset(
    (Absence, Adoption, AdoptionLine, ChatMember, Comment, HouseSubstitute, Inspector, Representative, Upload, User)
)
# beside every relation to OF_PEOPLE, which is found by itself
PERSONAL: Mapping[type[Model], tuple[str, ...]] = {
    Chat: ("frozen_reason", "differences", "observed_owner_id"),
    Event: ("reason", "cause", "details"),
    FoundChat: ("owner_id", "remark"),
    ImportIssue: ("message", "file"),
    ImportRun: ("file_name", "undone_reason"),
    MessengerCall: ("detail", "answer"),
    Operation: ("title", "reason", "undone_reason"),
    SyncRequest: ("reason",),
    Target: ("basis",),
    WorkOrder: ("instruction", "addressed_because", "account", "owner_seen", "remark"),
}
# by which relation a row without a region of its own reaches one
HOLDERS = ("house", "chat", "organisation", "inspector", "run", "adoption", "operation", "absence")
KINDS_OF_PEOPLE = (ImportKind.INSPECTORS, ImportKind.REPRESENTATIVES)
KINDS_ABOUT_COMPANIES = (OperationKind.REPLACE_COMPANY, OperationKind.END_MANAGEMENT)


def without_people(user: Login) -> Login:
    """The same login with nobody named to it: a program reads by the rights of its login, but may lack the scope."""
    reader = copy(user)
    setattr(reader, NAMES_NOBODY, True)
    return reader


def sees_people(user: Login, region: Region | str | None = None) -> bool:
    """Whether people of the region (or its code) are named to the user; None asks for all that the user sees."""
    if names_nobody_to(user):
        return False
    if user.is_active and user.is_superuser:
        return True
    if region is None:
        return not sees_everything(user)
    return (region if isinstance(region, str) else region.pk) in codes(user, VIEW)


def sees_any_people(user: Login) -> bool:
    """Whether people of any region are named to the user."""
    if names_nobody_to(user):
        return False
    return (user.is_active and user.is_superuser) or bool(codes(user, VIEW))


def not_shown() -> str:
    """What stands in the place of a text that may name people."""
    return _("not shown: it may name people")


def is_personal(field: "Field[Any, Any]") -> bool:
    """Whether the field of a row speaks of people."""
    return field.related_model in OF_PEOPLE or field.name in PERSONAL.get(field.model, ())


def speaks_of_people(model: type[Model]) -> bool:
    """Whether rows of this kind say of people more than who is related to them: in words that somebody typed."""
    return model in OF_PEOPLE or model in PERSONAL


def names_people(model: type[Model], path: str) -> bool:
    """Whether a path as of a filter (`chat__house__inspector__full_name`) touches what speaks of people."""
    for part in path.split("__"):
        fields = model._meta.get_fields()
        field = next((each for each in fields if part in (each.name, getattr(each, "attname", ""))), None)
        if field is None:  # a transform of the field before, or no field at all
            return False
        related: Any = field.related_model
        if related in OF_PEOPLE or field.name in PERSONAL.get(model, ()):
            return True
        if related is None:
            return False
        model = related
    return False


def discreet(user: Login, row: Row) -> Row:
    """The row as the user may read it: emptied where people of its region are not named to them, and so are relations
    that were read with it. Such a row is shown and never saved."""
    if not sees_people(user, region_of(row)):
        _empty(row, set())
    return row


def region_of(row: Model) -> str | None:
    """The code of the row's region; None where it belongs to none."""
    if isinstance(row, Region):
        return row.pk
    if hasattr(row, "region_id"):
        code: str | None = row.region_id
        return code
    holder = next((name for name in HOLDERS if hasattr(row, f"{name}_id")), None)
    held = getattr(row, holder) if holder else None
    return region_of(held) if held is not None else None


def _empty(row: Model, done: set[int]) -> None:
    """`done` are the rows on the way here: one-to-one relations lead back."""
    done.add(id(row))
    for field in row._meta.concrete_fields:
        if is_personal(field):
            setattr(row, field.name, _instead(row, field))
    for related in list(row._state.fields_cache.values()):
        if isinstance(related, Model) and id(related) not in done:
            _empty(related, done)


def _instead(row: Any, field: "Field[Any, Any]") -> Any:
    own = INSTEAD.get((type(row), field.name))
    if own:
        return own(row)
    value = getattr(row, field.attname)
    if isinstance(value, str):
        return not_shown() if value else ""
    return {} if isinstance(value, dict) else None


def _differences(chat: Chat) -> list[dict[str, str]]:
    """What differs stays; whose it is and, beside the looks of the chat, what it says, does not."""
    looks, owner = (_("Title"), _("Description")), _("Owner")
    return [
        found if found.get("what") in looks else {"what": owner if found.get("what") == owner else _("administrator")}
        for found in chat.differences
    ]


def _detail(call: MessengerCall) -> dict[str, Any]:
    """Accounts without name and id: the step still says what was asked for."""
    words = {journal.OWNER: _("inspector"), journal.PERSON: _("representative of the company")}
    return journal.without_people(call.detail, words, _("participant"))


def _title(operation: Operation) -> str:
    """Houses and companies are named, inspectors are not."""
    return operation.title if operation.kind in KINDS_ABOUT_COMPANIES else str(operation.get_kind_display())


def _message(issue: ImportIssue) -> str:
    return not_shown() if issue.run.kind in KINDS_OF_PEOPLE else issue.message


INSTEAD: Mapping[tuple[type[Model], str], Callable[[Any], Any]] = {
    (Chat, "differences"): _differences,
    (Event, "cause"): lambda event: event.cause.partition(" by ")[0],  # commands say who ran them
    (ImportIssue, "message"): _message,
    (ImportRun, "file_name"): lambda run: str(run.get_kind_display()),
    (MessengerCall, "detail"): _detail,
    (MessengerCall, "answer"): lambda call: "",
    (Operation, "title"): _title,
}

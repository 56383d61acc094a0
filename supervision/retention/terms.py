"""The declaration: how long every table that grows keeps its rows, and why the others are left alone.

A new table stands in TERMS, in FOLLOWS or in STAYS (tests/integration/test_retention.py). How long a term is says
`days`, of which each may be set by the installation.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import Any

from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from oauth2_provider.models import get_access_token_model
from pghistory.models import Context

from supervision import models
from supervision.retention import days, finished

Finished = Callable[[datetime], QuerySet[Any]]


class Way(StrEnum):
    """How rows leave, and by whose hand."""

    ROWS = "rows"  # the portal, in batches
    MONTHS = "months"  # the portal: of each month one is left
    VERSIONS = "versions"  # the owner of the tables
    SEGMENTS = "segments"  # the owner of the tables, under seals
    PEOPLE = "people"  # the portal: names and numbers go, rows stay


@dataclass(frozen=True, slots=True)
class Term:
    """`name` is that of its `days`; `after` says from when these are counted."""

    name: str
    model: type[Model]
    finished: Finished | None
    after: Any
    way: Way = Way.ROWS
    is_archived: bool = False

    @property
    def setting(self) -> str:
        return f"KEEP_DAYS_{self.name}"

    @property
    def kept_days(self) -> int:
        return days.kept(self.name)

    def before(self, now: datetime) -> datetime:
        """What ended before this instant is old."""
        return now - timedelta(days=self.kept_days)

    def old(self, now: datetime) -> QuerySet[Any]:
        """Rows that may go; of terms with a `finished` only."""
        if self.finished is None:
            raise LookupError(f"{self.name}: its rows leave by {self.way}")
        return self.finished(self.before(now))


RECEIVED, ENDED, MADE = _("when it came"), _("when it was over"), _("when it was made")
HISTORIES = tuple(model for model in apps.get_models() if hasattr(model, "pgh_tracked_model"))

TERMS = (
    Term("JOURNAL", models.MessengerCall, finished.calls, _("when it was sent"), is_archived=True),
    Term("UPDATES", models.MessengerUpdate, finished.updates, RECEIVED),
    Term("CODES", models.CodeTry, finished.code_tries, RECEIVED),
    Term("DELIVERIES", models.WebhookDelivery, finished.taken_deliveries, MADE),
    Term("DELIVERIES_GIVEN_UP", models.WebhookDelivery, finished.given_up_deliveries, MADE),
    Term("REQUESTS", models.ApiRequest, finished.requests, RECEIVED),
    Term("UNPROVEN", models.UnprovenCount, finished.unproven_requests, RECEIVED),
    Term("ANSWERS", models.IdempotentAnswer, finished.answers, MADE),
    Term("TOKENS", get_access_token_model(), finished.tokens, ENDED),
    Term("SESSIONS", Session, finished.sessions, ENDED),
    Term("SESSIONS_KNOWN", UserSession, finished.known_sessions, MADE),
    Term("NOTICES_READ", models.Notice, finished.read_notices, MADE),
    Term("NOTICES", models.Notice, finished.notices, MADE),
    Term("OPERATIONS", models.Operation, finished.operations, ENDED, is_archived=True),
    Term("COMMENTS", models.Comment, finished.comments, MADE, is_archived=True),
    Term("ORDERS", models.WorkOrder, finished.orders, ENDED, is_archived=True),
    Term("REMARKS", models.ImportIssue, finished.remarks, _("when the file was applied")),
    Term("ADOPTIONS", models.AdoptionLine, finished.adoption_lines, MADE),
    Term("UPLOADS", models.Upload, finished.uploads, RECEIVED),
    Term("INVITATIONS", models.Invitation, finished.invitations, ENDED),
    Term("CONTEXTS", Context, finished.contexts, MADE),
    Term("LINKS", models.LoginLink, finished.login_links, ENDED),
    Term("SNAPSHOTS", models.DailySnapshot, None, MADE, Way.MONTHS, is_archived=True),
    Term("PEOPLE", models.Inspector, None, _("when the person left the office"), Way.PEOPLE),
    Term("PEOPLE", models.Representative, None, _("when the powers ended"), Way.PEOPLE),
    Term("PEOPLE", User, None, _("when the login was closed"), Way.PEOPLE),
    Term("NOMINATIONS", models.Nomination, None, _("when it was decided, or the name was given"), Way.PEOPLE),
    Term("RECORD", models.Event, None, MADE, Way.SEGMENTS, is_archived=True),
    *(
        Term("HISTORIES", model, partial(finished.versions, model), _("when another version followed"),
             Way.VERSIONS, is_archived=True)
        for model in HISTORIES
    ),
)  # fmt: skip
# goes with a row of another table: by which column it hangs on it
FOLLOWS: Mapping[type[Model], tuple[type[Model], str]] = {
    models.NoticeSending: (models.Notice, "notice"),
    models.OperationHouse: (models.Operation, "operation"),
    models.Comment.mentioned.through: (models.Comment, "comment"),
    models.FigureDelta: (models.DailySnapshot, ""),  # by day and region: `months`
}
_REGISTER = "a fact of the register: as many as there are houses, companies and people, and what became of them"
_SET_UP = "set up by people, a handful a region"
_LOGIN = "a handful of rows a login"
_ONE = "one row"
# does not grow, or has to stay, because ...
STAYS: Mapping[str, str] = {
    **dict.fromkeys(
        (
            *("supervision.House", "supervision.HouseAlias", "supervision.Organisation", "supervision.Licence"),
            *("supervision.ManagementPeriod", "supervision.Absence", "supervision.HouseSubstitute"),
        ),
        _REGISTER,
    ),
    "supervision.Chat": "one a house",
    "supervision.ChatMember": "who was seen in a chat last; rewritten by each look",
    "supervision.SyncRequest": "one a chat at most, gone when it is settled",
    "supervision.FoundChat": "one a chat of the messenger that no house has",
    "supervision.FrozenHouse": "one a house: the newest snapshot",
    "supervision.FormerHouse": "one a change of company or owner of a house; figures of any past day are made of them",
    "supervision.Change": "one a row that other systems follow, moved and not added",
    "supervision.ImportRun": "one a file that was applied, some a month and region; its remarks have a term",
    "supervision.Adoption": "one a list of existing chats; its lines have a term",
    "supervision.Seal": "the chain holds by them: one a minute at most, 200 bytes",
    "supervision.SealedEvent": "stands for an event that was archived, so that the chain holds: 150 bytes",
    "supervision.CompanyLink": "some a company",
    "supervision.ForgottenPerson": "until the owner's command has taken the person out of the record",
    "supervision.Correspondent": "one a person who speaks to the bot, gone when they leave",
    "supervision.DialogTurn": "deleted with its answer",
    **dict.fromkeys(
        (
            *("supervision.Region", "supervision.Municipality", "supervision.Zone", "supervision.Target"),
            *("supervision.Zone_municipalities", "supervision.Zone_inspectors", "supervision.SetUpMark"),
            *("supervision.MessengerAccount", "supervision.BotToken", "supervision.ClaimRule"),
            *("supervision.ApiClient", "supervision.WebhookEndpoint"),
        ),
        _SET_UP,
    ),
    **dict.fromkeys(
        (
            *("supervision.ClaimedRole", "supervision.NoticeWish", "supervision.SavedFilter"),
            *("supervision.HiddenColumns", "supervision.PasswordToChange", "auth.User_groups"),
            *("auth.User_user_permissions", "guardian.UserObjectPermission", "account.EmailAddress"),
            *("mfa.Authenticator", "socialaccount.SocialAccount", "supervision.ProviderJoin"),
        ),
        _LOGIN,
    ),
    "supervision.Installation": _ONE,
    "admin.LogEntry": "only the administrator's list of logins writes it",
    **dict.fromkeys(
        ("auth.Permission", "auth.Group", "auth.Group_permissions", "contenttypes.ContentType"), "by the code's models"
    ),
    **dict.fromkeys(
        (
            *("guardian.GroupObjectPermission", "oauth2_provider.Grant", "oauth2_provider.RefreshToken"),
            *("oauth2_provider.IDToken", "oauth2_provider.DeviceGrant", "account.EmailConfirmation"),
            *("socialaccount.SocialApp", "socialaccount.SocialToken", "pghistory.Events"),
        ),
        "the portal has no use for it: nothing is written",
    ),
}


def named(name: str) -> Term:
    """The first term of this name; KeyError where there is none."""
    for term in TERMS:
        if term.name == name:
            return term
    raise KeyError(name)

"""A list of existing chats as an import: every chat is looked at in the messenger while the list is read."""

from collections.abc import Iterable
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db.models import Count
from django.utils.translation import gettext as _

from supervision.enums import AdoptionVerdict
from supervision.errors import Busy, Refused
from supervision.imports.requests import Follower, ImportRequest, region_named
from supervision.imports.source import Comparison, Source
from supervision.linking import adoption as adoptions
from supervision.models import Adoption, MessengerAccount, Region
from supervision.reconcile.accounts import open_messenger
from supervision.registry import stored
from supervision.registry.file_rows import RowIssue
from supervision.registry.provenance import RegionNames
from supervision.registry.report import ChatsReport, Section
from supervision.registry.sources.files import OpenedFile

KIND = "chats"
SHOWN = 10


@dataclass(frozen=True, slots=True)
class ChatsToLink:
    """The lines that fit: house, chat and what would be done with it."""

    adoption: Adoption
    lines: tuple[tuple[object, ...], ...]

    def parts(self) -> Iterable[object]:
        return self.lines


@dataclass(frozen=True, slots=True)
class ChatListSource(Source[ChatsToLink]):
    region: Region
    file: OpenedFile
    adoption: Adoption
    request: ImportRequest
    as_of: date | None = None
    command: ClassVar[str] = "adopt_chats"

    @classmethod
    def read(cls, request: ImportRequest, regions: RegionNames) -> Self:
        """Raises BadFile, and where the rest must wait MessengerError, or Busy while the account stands still: reading
        again goes on where it ended."""
        region = region_named(request.region)
        adoption = request.adoption
        if adoption is None:
            account = MessengerAccount.objects.filter(region=region).select_related("region").first()
            if account is None:
                raise Refused(_("The region has no account in the messenger."))
            if account.trouble:
                raise Busy(account.trouble)
            adoption = adoptions.start(request.file, region, by=request.by)
            _look_at_chats(adoption, account, request.follower)
        return cls(region, OpenedFile(adoption.file_name, "", b"", adoption.sha256), adoption, request)

    @property
    def kind_name(self) -> str:
        return KIND

    def compare(self, approval: str) -> Comparison[ChatsToLink]:
        fits = self.adoption.lines.filter(verdict=AdoptionVerdict.FITS).order_by("line")
        lines = fits.values_list("line", "chat__house", "chat", "messenger_id", "title", "plan")
        return Comparison(_report(self.adoption, approval), ChatsToLink(self.adoption, tuple(lines)))

    def write(self, difference: ChatsToLink) -> None:
        """Raises Refused where the list was applied or given up on its own page meanwhile."""
        cause = "" if self.request.by else self.command
        adoptions.apply(difference.adoption, by=self.request.by, cause=cause)

    def event(self, request: ImportRequest, difference: ChatsToLink) -> AbstractContextManager[None]:
        return nullcontext()  # linking a list writes its own, also from the page of the list

    def keep(self, request: ImportRequest, report: object) -> None:
        """The list itself is the record."""


def _look_at_chats(adoption: Adoption, account: MessengerAccount, follower: Follower) -> None:
    def follow() -> None:
        follower.read(1 - adoption.lines.filter(verdict=AdoptionVerdict.WAITING).count() / adoption.lines.count())

    with closing(open_messenger(account)) as messenger:
        adoptions.read_all(adoption, messenger, parallel=settings.MESSENGER_PARALLEL_CHATS, follow=follow)


def _report(adoption: Adoption, approval: str) -> ChatsReport:
    fits = adoption.lines.filter(verdict=AdoptionVerdict.FITS).order_by("line")
    problems = adoption.lines.filter(verdict=AdoptionVerdict.PROBLEM).order_by("line")
    lines = tuple(
        f"{line.chat and line.chat.house}: {line.plan}" for line in fits.select_related("chat__house")[:SHOWN]
    )
    total = fits.count()
    return ChatsReport(
        kind=KIND,
        adoption=adoption.pk,
        chats=_counts(adoption),
        sections=(Section(_("Plans"), lines, total),) if total else (),
        issues=tuple(RowIssue(line.line, line.code, line.message) for line in problems[: stored.MOST_ISSUES]),
        issues_total=problems.count(),
        refusal="" if approval else adoptions.doubts(adoption),
        can_be_approved=True,
    )


def _counts(adoption: Adoption) -> dict[str, int]:
    found = dict(adoption.lines.order_by().values_list("verdict").annotate(Count("pk")))
    return {verdict.value: found[verdict.value] for verdict in AdoptionVerdict if verdict.value in found}

"""What companies said by their links, and answers in the dialog, that count only after somebody of the body has
confirmed them. Shown to those who may confirm."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from supervision import access
from supervision.models import (
    Inspector,
    Invitation,
    InvitationState,
    Nomination,
    NominationState,
    Organisation,
    Region,
)

Row = Nomination | Invitation


@dataclass(frozen=True, slots=True)
class Awaited:
    """`account` is the name under which the messenger knows the account that answered, "" where nobody has yet; `seen`
    says to the button which answer that is."""

    row: Row
    region: Region
    company: Organisation | None
    name: str
    position: str
    account: str
    since: datetime
    seen: str

    @property
    def which(self) -> str:
        return f"{'named' if isinstance(self.row, Nomination) else 'answered'}-{self.row.pk}"

    @property
    def inspector_id(self) -> int | None:
        return of_inspector(self.row)

    @property
    def words(self) -> str:
        name = _("name given by the company") if isinstance(self.row, Nomination) else _("account in the messenger")
        said = {"what": name, "account": self.account}
        return _("%(what)s; answered as %(account)s") % said if self.account else name


def of_inspector(row: Row) -> int | None:
    """Whose answer a head looks at on a page of its own, which says how many chats are at stake, and confirms there."""
    return None if isinstance(row, Nomination) else row.inspector_id


def names(user: User, organisation: Organisation | None = None) -> QuerySet[Nomination]:
    """Names that wait, of the regions that the user supervises; of one company where it is given."""
    rows = access.nominations(user).filter(
        state=NominationState.WAITING, organisation__region__in=access.supervised(user)
    )
    return rows.filter(organisation=organisation) if organisation else rows


def answers(user: User) -> QuerySet[Invitation]:
    """Answers that wait; those to a name given by a company wait with the name. Of inspectors: for heads."""
    rows = access.invitations(user).filter(state=InvitationState.ANSWERED, nomination=None)
    of_companies = Q(inspector=None, region__in=access.supervised(user))
    return rows.filter(of_companies | Q(inspector__isnull=False, region__in=access.managed(user)))


def count(user: User) -> int:
    """Two statements."""
    return names(user).count() + answers(user).count()


def awaited(user: User, organisation: Organisation | None = None) -> list[Awaited]:
    """The oldest first, at most five hundred of each kind; of one company the names alone. Three statements."""
    given = list(names(user, organisation).select_related("organisation__region").order_by("named_at", "pk")[:500])
    found = [*_named(given), *([] if organisation else _answered(user))]
    return sorted(found, key=lambda one: one.since)


def _named(given: list[Nomination]) -> Iterator[Awaited]:
    answered = Invitation.objects.filter(nomination__in=given, state=InvitationState.ANSWERED)
    answers_of = {answer.nomination_id: answer for answer in answered}
    for one in given:
        company, answer = one.organisation, answers_of.get(one.pk)
        account, seen = (answer.account_name, answer.seen) if answer else ("", "")
        yield Awaited(one, company.region, company, one.full_name, one.position, account, one.named_at, seen)


def _answered(user: User) -> Iterator[Awaited]:
    related = ("inspector__region", "representative__organisation__region")
    for one in answers(user).select_related("region", *related).order_by("answered_at", "pk")[:500]:
        person = one.inspector or one.representative
        company = None if person is None or isinstance(person, Inspector) else person.organisation
        since = one.answered_at or one.made_at
        yield Awaited(one, one.region, company, str(person), "", one.account_name, since, one.seen)

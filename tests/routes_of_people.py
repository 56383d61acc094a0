"""Of tests/routes.py: pages about representatives, inspectors, their invitations, and companies' links."""

from collections.abc import Callable
from typing import Any

from supervision.actions import invitations
from supervision.models import CompanyLink, Inspector, Invitation, InvitationState, Organisation, Representative
from tests.deed_scenes import (
    answered,
    company_link,
    inspector,
    invitation,
    linked,
    nomination,
    other_company,
    representative,
    tomorrow,
)
from tests.routes_of_houses import REASON, day
from tests.seats import Form, Made, Page, Seat, Values, nothing, nowhere, post
from tests.world import World

COMPANY, INSPECTOR = "admin:supervision_organisation_people", "admin:supervision_inspector_invitation"


def whom(made: Made) -> Any:
    return made.representative if isinstance(made, Invitation) else made


def of_person(act: str, make: Callable[[World], Made] = representative, form: Values = nothing) -> Page:
    """A button beside a person on the page of their company; `make` gives the person, or their invitation."""

    def whole(seat: Seat, made: Representative) -> Form:
        return {"act": act, "person": made.pk, **form(seat, made)}

    def person(w: World) -> Representative:
        return whom(make(w))

    return post(COMPANY, person, whole, lambda made: [made.organisation_id])


def of_company(act: str, make: Callable[[World], Made] = other_company) -> Page:
    """A button of the page of a company's people; `make` gives the company, or what hangs on it."""

    def number(made: Made) -> list[object]:
        found = whom(made)
        return [found.pk if isinstance(found, Organisation) else found.organisation_id]

    return post(COMPANY, make, lambda seat, made: {"act": act, "email": ""}, number)


def of_inspector(act: str, make: Callable[[World], Made] = inspector) -> Page:
    def form(seat: Seat, made: Inspector) -> Form:
        waiting = Invitation.objects.filter(inspector=made).order_by("-pk").first()
        return {"act": act, "seen": waiting.seen if waiting else ""}

    return post(INSPECTOR, make, form)


def of_name(act: str) -> Page:
    """Whom a company named by its link."""
    return post(
        "people_awaited", nomination, lambda seat, made: {"which": f"named-{made.pk}", "act": act, "seen": ""}, nowhere
    )


def invited_inspector(w: World) -> Inspector:
    whom = inspector(w)
    invitations.invite(person=whom, by=w.by)
    return whom


def answering_inspector(w: World) -> Inspector:
    whom = invited_inspector(w)
    Invitation.objects.update(state=InvitationState.ANSWERED, account_id=999, sealed="")
    return whom


def issued(w: World) -> CompanyLink:
    return company_link(w)


def seen(seat: Seat, made: Made) -> Form:
    return {"seen": Invitation.objects.latest("pk").seen}


def somebody_new(seat: Seat, made: Made) -> Form:
    return {"people": "Петров Пётр; 5", "since": day(tomorrow(seat.w))}


def managing(w: World) -> object:
    """A company with a chat that is linked and a person who has not joined it."""
    chat = linked(w)
    company = chat.house.periods.get().organisation
    assert company is not None
    w.representative(company, "Петров")
    return company


add = post(COMPANY, other_company, somebody_new)
remove = of_person("remove", form=lambda seat, made: {"on": day(seat.w.today), **REASON})
other_account = of_person("account", form=lambda seat, made: {"messenger_id": "777"})
invite, revoke, unbind = of_person("invite"), of_person("revoke", invitation), of_person("unbind")
confirm = of_person("confirm", answered, seen)
issue, withdraw = of_company("link"), of_company("unlink", issued)
slips, links = of_company("slips", invitation), of_company("links", managing)
confirm_name, refuse_name = of_name("confirm"), of_name("refuse")
new_inspector = post(
    "admin:supervision_inspector_new",
    lambda w: w.region,
    lambda seat, made: {"full_name": "Новая Анна", "position": ""},
)
correct_inspector = post(
    "admin:supervision_inspector_correct",
    inspector,
    lambda seat, made: {"full_name": "Иванова Анна", "position": "инспектор"},
)
invite_inspector, unbind_inspector = of_inspector("invite"), of_inspector("unbind")
revoke_inspector = of_inspector("revoke", invited_inspector)
confirm_inspector = of_inspector("confirm", answering_inspector)

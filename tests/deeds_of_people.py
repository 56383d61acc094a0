"""Of tests/deeds.py: representatives, their invitations, and what companies say by their links."""

from functools import partial
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.test import override_settings

from supervision.actions import company_links, forgetting, invitations, nominations, representatives
from supervision.models import Invitation
from tests.deed_calls import Call, Deed, on, post
from tests.deed_scenes import (
    answered,
    company_link,
    invitation,
    nomination,
    other_company,
    representative,
    right_code,
    tomorrow,
)
from tests.world import World

ACCOUNT: dict[str, Any] = {"account_id": 888, "account_name": "Анна"}


def seen(w: World) -> str:
    """The answer that a page would show."""
    return Invitation.objects.latest("pk").seen


def mailed_code(w: World, folder: Path) -> Call:
    """Asked for where the portal sends mail; what goes out stays in this process."""
    link = company_link(w)

    def call() -> None:
        with override_settings(EMAIL_URL="smtp://127.0.0.1"):
            company_links.send_code(link)

    return call


def slips(w: World, folder: Path) -> Call:
    """Printed for the people of a company, by an administrator."""
    person = invitation(w).representative
    assert person is not None
    return post(w, f"/admin/supervision/organisation/{person.organisation_id}/people/", act="slips")


OF_PEOPLE: dict[str, Deed] = {
    "admin.companies.invitation_slips.printed": slips,
    "actions.representatives.add": on(
        other_company,
        representatives.add,
        "organisation",
        full_name="Представитель",
        messenger_id=5,
        since=tomorrow,
    ),
    "actions.representatives.remove": on(representative, representatives.remove, "person", on=lambda w: w.today),
    "actions.invitations.invite": on(representative, invitations.invite, "person"),
    "actions.invitations.revoke": on(invitation, invitations.revoke, "invitation"),
    "actions.invitations.unbind": on(representative, invitations.unbind, "person"),
    "actions.invitations.accept": lambda w, folder: partial(invitations.accept, invitation(w).pk, **ACCOUNT),
    "actions.invitations.confirm": on(answered, invitations.confirm, "invitation", seen=seen),
    "actions.company_links.issue": on(other_company, company_links.issue, "organisation", email=""),
    "actions.company_links.revoke": on(company_link, company_links.revoke, "link"),
    "actions.company_links.note_opened": lambda w, folder: partial(company_links.note_opened, company_link(w)),
    "actions.company_links.send_code": mailed_code,
    "actions.company_links.confirm": right_code,
    "actions.nominations.name": lambda w, folder: partial(
        nominations.name, link=company_link(w), full_name="Пётр Петров", position="Управляющий"
    ),
    "actions.nominations.confirm": on(nomination, nominations.confirm, "nomination", seen=""),
    "actions.nominations.refuse": on(nomination, nominations.refuse, "nomination"),
    "actions.nominations.withdraw": lambda w, folder: partial(nominations.withdraw, nomination=nomination(w)),
    "actions.forgetting.forget_inspector": lambda w, folder: partial(
        forgetting.forget_inspector, w.inspector("Ушедшая Анна")
    ),
    "actions.forgetting.forget_nomination": lambda w, folder: partial(forgetting.forget_nomination, nomination(w)),
    "actions.forgetting.forget_login": lambda w, folder: partial(
        forgetting.forget_login, User.objects.create_user("former", is_active=False)
    ),
    "actions.forgetting.forget_representative": lambda w, folder: partial(
        forgetting.forget_representative, representative(w)
    ),
    "actions.invitations.decline": lambda w, folder: partial(invitations.decline, invitation(w), **ACCOUNT),
    "actions.representatives.change_account": on(
        representative, representatives.change_account, "person", messenger_id=777
    ),
}

"""What may be assumed of a chat after calls that were answered."""

from dataclasses import replace
from typing import Any

import pytest

from supervision.enums import CallOutcome
from supervision.models import MessengerCall
from supervision.planning.steps import (
    JOURNALLED,
    Announce,
    AskPerson,
    CreateChat,
    GrantAdmin,
    PinAnnouncement,
    Rename,
    RevokeAdmin,
    SetDescription,
    SetRights,
    Step,
    TransferOwner,
    WaitFor,
    from_journal,
)
from supervision.reconcile.recollection import ASSUMED, ON_THE_ROW, assume
from tests.unit.test_plan import NEW, OLD, OTHER_OWNER, RIGHTS, SEEN, members, seen


def after(step: Step, outcome: CallOutcome = CallOutcome.DONE) -> Any:
    """As the journal keeps it: plain values."""
    return assume(SEEN, MessengerCall(step=step.name, detail=step.as_json(), outcome=outcome))


DONE: dict[str, tuple[Step, Any]] = {
    "TransferOwner": (TransferOwner(OTHER_OWNER), replace(SEEN, owner_id=OTHER_OWNER.user_id)),
    "Rename": (Rename("Другое"), replace(SEEN, title="Другое")),
    "SetDescription": (SetDescription("Другое"), replace(SEEN, description="Другое")),
    "GrantAdmin": (
        GrantAdmin(OLD, RIGHTS, "ООО «Новая»"),
        replace(SEEN, administrators=members(seen(NEW), seen(OLD))),
    ),
    "SetRights": (
        SetRights(NEW, frozenset(), "Имя"),
        replace(SEEN, administrators=members(seen(NEW, alias="Имя", rights=frozenset()))),
    ),
    "RevokeAdmin": (RevokeAdmin(NEW), replace(SEEN, administrators=members())),
}


@pytest.mark.parametrize("step", DONE)
def test_a_call_that_was_answered_has_done_what_it_says(step: str) -> None:
    asked, expected = DONE[step]
    assert after(asked) == expected


@pytest.mark.parametrize("step", DONE)
@pytest.mark.parametrize("outcome", [CallOutcome.REFUSED, CallOutcome.FAILED])
def test_a_call_that_was_refused_or_never_carried_out_changes_nothing(step: str, outcome: CallOutcome) -> None:
    assert after(DONE[step][0], outcome) == SEEN


@pytest.mark.parametrize("step", DONE)
@pytest.mark.parametrize("outcome", [CallOutcome.STARTED, CallOutcome.UNKNOWN])
def test_after_a_lost_answer_nothing_is_assumed(step: str, outcome: CallOutcome) -> None:
    assert after(DONE[step][0], outcome) is None


def test_a_step_of_another_version_is_looked_after() -> None:
    assert assume(SEEN, MessengerCall(step="Paint", detail={}, outcome=CallOutcome.DONE)) is None


def test_every_step_that_calls_is_assumed_or_says_so_on_its_row() -> None:
    calling = {kind.__name__ for kind in (*Step.__subclasses__(), *GrantAdmin.__subclasses__()) if kind.calls}
    assert calling == set(ASSUMED) | ON_THE_ROW
    assert {AskPerson.__name__, WaitFor.__name__}.isdisjoint(calling)


CREATION = CreateChat("guid", "Дом", "Описание", NEW, 1)
TOLD: list[Step] = [CREATION, Announce(1, "Новая компания"), PinAnnouncement("mid.1"), PinAnnouncement(None)]


@pytest.mark.parametrize("step", [*(asked for asked, _after in DONE.values()), *TOLD], ids=lambda step: step.name)
def test_a_line_of_the_journal_is_read_as_the_step_that_was_taken(step: Step) -> None:
    assert from_journal(step.name, step.as_json()) == step
    assert from_journal(step.name, step.as_json() | {"colour": "of another version"}) == step
    assert from_journal(step.name, {}) is None


def test_every_step_that_calls_can_be_read_from_the_journal() -> None:
    assert JOURNALLED.keys() == set(ASSUMED) | ON_THE_ROW

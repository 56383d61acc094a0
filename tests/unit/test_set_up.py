"""Each step of setting up a region says what is true now: a table over what may be missing."""

from dataclasses import replace

import pytest

from supervision.enums import SetUpState
from supervision.worklists.set_up import STEPS, SetUpFacts, steps_of, unfinished

WHOLE = SetUpFacts(
    has_bot=True,
    bot_name="Бот",
    trouble="",
    provisioning="",
    takes_webhooks=True,
    webhook_seen=True,
    webhook_trouble="",
    houses=10,
    in_scope=8,
    companies=3,
    acting=2,
    with_people=2,
    inspectors=2,
    inspectors_known=2,
    ownerless=0,
    policy_seen=True,
    is_on=True,
    chats=8,
    push_approved=True,
)
# what is taken away, and the steps that are open then
LACKS: list[tuple[dict[str, object], set[str]]] = [
    ({"has_bot": False}, {"token", "bot", "webhook", "push"}),
    ({"trouble": "Бот заблокирован"}, {"token"}),
    ({"bot_name": ""}, {"bot"}),
    ({"webhook_seen": False}, {"webhook"}),
    ({"webhook_trouble": "нет ответа"}, {"webhook"}),
    ({"takes_webhooks": False, "webhook_seen": False}, set()),
    ({"houses": 0, "in_scope": 0}, {"houses", "owners"}),
    ({"in_scope": 0}, {"houses", "owners"}),
    ({"companies": 0}, {"companies"}),
    ({"acting": 0, "with_people": 0}, {"companies", "representatives"}),
    ({"inspectors": 0, "inspectors_known": 0}, {"inspectors"}),
    ({"inspectors_known": 1}, {"inspectors"}),
    ({"ownerless": 1}, {"owners"}),
    ({"with_people": 1}, {"representatives"}),
    ({"policy_seen": False}, {"policy"}),
    ({"is_on": False}, {"push"}),
    ({"push_approved": False}, {"push"}),
]


def test_a_region_that_has_everything_has_no_open_step() -> None:
    assert unfinished(steps_of(WHOLE)) == []


@pytest.mark.parametrize(("lack", "open_steps"), LACKS, ids=lambda value: str(sorted(value)))
def test_what_is_missing_opens_its_steps_and_no_other(lack: dict[str, object], open_steps: set[str]) -> None:
    steps = steps_of(replace(WHOLE, **lack))
    assert {step.name for step in unfinished(steps)} == open_steps
    assert [step.name for step in steps] == list(STEPS)
    assert all(step.words for step in steps if step.name != "provisioning")


def test_every_step_can_be_open() -> None:
    """But the way of provisioning, which the installation always has."""
    assert set().union(*(found for _lack, found in LACKS)) == set(STEPS) - {"provisioning"}


def test_a_bot_that_works_is_never_said_of_a_region_without_one() -> None:
    for step in steps_of(replace(WHOLE, has_bot=False)):
        if step.name in {"token", "bot", "webhook", "push"}:
            assert step.state is SetUpState.MISSING

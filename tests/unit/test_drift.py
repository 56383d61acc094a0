"""What was changed by hand, in words; and wishes that are the same wish."""

from dataclasses import replace
from typing import Any

import pytest

from supervision.desired.state import digest
from supervision.messenger.port import Capabilities
from supervision.planning.drift import differences
from supervision.planning.plan import make_plan
from tests.unit.test_plan import BY_API, BY_HAND, NEIGHBOUR, NEW, OLD, OTHER_OWNER, SEEN, WISH, members, seen


def found(observed: Any, *, by_hand: bool = True, can: Capabilities = BY_API, desired: Any = WISH) -> list[tuple]:
    plan = make_plan(desired, observed, can)
    return [(one.what, one.says, one.wants) for one in differences(plan, observed, by_hand=by_hand)]


def test_where_nothing_was_changed_there_is_nothing_to_tell() -> None:
    assert found(SEEN) == []


def test_title_and_description_are_told_as_they_are_and_as_they_should_be() -> None:
    changed = replace(SEEN, title="Наш двор", description="")
    assert found(changed) == [("Название", "Наш двор", "Мира, 1"), ("Описание", "", "Чат дома")]


@pytest.mark.parametrize("can", [BY_API, BY_HAND])
def test_a_wrong_owner_is_told_whoever_can_change_it(can: Capabilities) -> None:
    changed = replace(SEEN, owner_id=OTHER_OWNER.user_id)
    ((what, says, wants),) = found(changed, can=can)
    assert (what, says) == ("Владелец", "ID 2")
    assert wants.startswith("Инспектор 1")


def test_rights_taken_and_rights_given_are_told_by_person() -> None:
    changed = replace(SEEN, administrators=members(seen(OLD)))
    assert [what for what, _says, _wants in found(changed)] == [NEW.name, OLD.name]
    less = replace(SEEN, administrators=members(seen(NEW, rights=frozenset())))
    ((what, says, wants),) = found(less)
    assert what == NEW.name and says != wants


def test_a_stranger_is_told_even_where_the_wish_has_changed() -> None:
    changed = replace(SEEN, title="Наш двор", administrators=members(seen(NEW), seen(NEIGHBOUR)))
    assert [what for what, _says, _wants in found(changed, by_hand=False)] == [NEIGHBOUR.name]


def test_where_changes_are_left_alone_they_are_told_all_the_same() -> None:
    wish = replace(WISH, leave_changes=True)
    changed = replace(SEEN, title="Наш двор", administrators=members())
    plan = make_plan(wish, changed, BY_API)
    assert (plan.steps, [step.name for step in plan.left]) == ((), ["Rename", "GrantAdmin"])
    assert [what for what, _says, _wants in found(changed, desired=wish)] == ["Название", NEW.name]


SAME = {"chat_id": 2, "former": frozenset(), "handover_until": None, "valid_until": None, "announcement": None}
OTHER = {"title": "Мира, 2", "description": "", "owner": OTHER_OWNER, "administrators": (), "period_id": 6}


@pytest.mark.parametrize("field", SAME)
def test_what_asks_nothing_of_the_chat_makes_no_other_wish(field: str) -> None:
    assert digest(replace(WISH, **{field: SAME[field]})) == digest(WISH)


@pytest.mark.parametrize("field", OTHER)
def test_whatever_the_chat_should_be_makes_another_wish(field: str) -> None:
    assert digest(replace(WISH, **{field: OTHER[field]})) != digest(WISH)

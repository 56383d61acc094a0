"""The planner: wish and observation in, ordered steps out."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from supervision.desired.state import (
    NEVER_CREATED,
    Announcement,
    Appointment,
    DesiredChat,
    Existence,
    ObservedChat,
    Person,
    SeenMember,
)
from supervision.enums import BotState, UnknownAdmins, WorkOrderKind
from supervision.messenger.port import Capabilities, Right
from supervision.planning.plan import MOST_REPRESENTATIVES, Plan, make_plan
from supervision.planning.steps import AskPerson, Step, WaitFor
from tests.world import FIRST_DAY

RIGHTS = frozenset({Right.READ_ALL_MESSAGES, Right.PIN_MESSAGE})
OWNER, OTHER_OWNER = Person(1, "Инспектор 1"), Person(2, "Инспектор 2")
NEW, OLD, NEIGHBOUR = Person(10, "Представитель новой"), Person(20, "Представитель старой"), Person(30, "Сосед")
BY_API, BY_HAND = Capabilities(create_chat=True, transfer_owner=True), Capabilities(False, False)


def appointment(person: Person, alias: str = "ООО «Новая»") -> Appointment:
    return Appointment(person, RIGHTS, alias)


def seen(person: Person, alias: str = "ООО «Новая»", rights: frozenset[Right] = RIGHTS) -> SeenMember:
    return SeenMember(person.user_id, person.name, rights=rights, alias=alias)


def members(*people: SeenMember) -> dict[int, SeenMember]:
    owner = SeenMember(OWNER.user_id, OWNER.name, is_owner=True)
    bot = SeenMember(99, "Бот", is_bot=True)
    return {member.user_id: member for member in (owner, bot, *people)}


WISH = DesiredChat(
    chat_id=1,
    external_id="guid",
    existence=Existence.WANTED,
    title="Мира, 1",
    description="Чат дома",
    owner=OWNER,
    owner_reason="",
    administrators=(appointment(NEW),),
    former=frozenset({OLD.user_id}),
    period_id=5,
)
SEEN = ObservedChat(
    messenger_id=-7,
    title="Мира, 1",
    description="Чат дома",
    owner_id=OWNER.user_id,
    link="https://max.ru/join/x",
    administrators=members(seen(NEW)),
    announced_period_id=5,
)


def plan(desired: DesiredChat = WISH, observed: ObservedChat = SEEN, can: Capabilities = BY_API) -> Plan:
    return make_plan(desired, observed, can)


def names(made: Plan) -> list[str]:
    return [step.name for step in made.steps]


def test_where_wish_and_look_agree_there_is_nothing_to_do() -> None:
    assert plan().steps == ()
    assert plan().unknown_admins == ()


DIFFERENCES: dict[str, tuple[DesiredChat, ObservedChat]] = {
    "TransferOwner": (replace(WISH, owner=OTHER_OWNER), SEEN),
    "Rename": (replace(WISH, title="Мира, 1а"), SEEN),
    "SetDescription": (replace(WISH, description="Другая"), SEEN),
    "GrantAdmin": (WISH, replace(SEEN, administrators=members())),
    "SetRights": (WISH, replace(SEEN, administrators=members(seen(NEW, rights=frozenset())))),
    "RevokeAdmin": (WISH, replace(SEEN, administrators=members(seen(NEW), seen(OLD)))),
    "PinAnnouncement": (WISH, replace(SEEN, announcement_id="mid.1", announcement_pinned=False)),
    "WaitFor": (WISH, replace(SEEN, administrators=members(), absent=frozenset({NEW.user_id}))),
    "AskPerson": (replace(WISH, owner=None, owner_reason="Никого нет"), SEEN),
}


@pytest.mark.parametrize("step", DIFFERENCES)
def test_each_single_difference_is_one_step(step: str) -> None:
    assert names(plan(*DIFFERENCES[step])) == [step]


def test_another_badge_is_set_anew() -> None:
    assert names(plan(observed=replace(SEEN, administrators=members(seen(NEW, alias="Старая вывеска"))))) == [
        "SetRights"
    ]


def test_owner_first_then_looks_then_grant_before_revoke_then_the_residents() -> None:
    wish = replace(
        WISH, owner=OTHER_OWNER, title="Новое имя", description="Новое", announcement=Announcement(6, "С 1-го")
    )
    made = plan(wish, replace(SEEN, administrators=members(seen(OLD))))
    assert names(made) == [
        *("TransferOwner", "Rename", "SetDescription"),
        *("GrantAdmin", "RevokeAdmin"),
        *("Announce", "PinAnnouncement"),
    ]
    assert made.calls == 7


def test_a_period_is_announced_once() -> None:
    wish = replace(WISH, announcement=Announcement(5, "С 1-го"))
    assert plan(wish).steps == ()


def test_a_chat_is_created_with_its_owner_and_then_its_administrators() -> None:
    assert names(plan(observed=NEVER_CREATED)) == ["CreateChat", "GrantAdmin"]


@pytest.mark.parametrize("existence", [Existence.UNWANTED, Existence.RETIRED])
def test_a_chat_that_nobody_wishes_for_is_not_created(existence: Existence) -> None:
    assert plan(replace(WISH, existence=existence), NEVER_CREATED).steps == ()


def test_without_an_owner_no_chat_is_created() -> None:
    made = plan(replace(WISH, owner=None, owner_reason="Никого нет"), NEVER_CREATED)
    assert made.asks == (AskPerson("Никого нет"),)
    assert made.actions == ()


@pytest.mark.parametrize(
    ("observed", "kind"), [(NEVER_CREATED, WorkOrderKind.CREATE_CHAT), (SEEN, WorkOrderKind.HAND_OVER)]
)
def test_what_the_account_cannot_do_is_asked_of_a_person(observed: ObservedChat, kind: WorkOrderKind) -> None:
    made = plan(replace(WISH, owner=OTHER_OWNER), observed, BY_HAND)
    assert [ask.kind for ask in made.asks] == [kind]
    assert OTHER_OWNER.name in made.asks[0].instruction
    assert made.calls == 0


def test_the_rest_is_done_while_a_person_is_asked_to_hand_over() -> None:
    assert names(plan(replace(WISH, owner=OTHER_OWNER, title="Новое"), SEEN, BY_HAND)) == ["AskPerson", "Rename"]


class TestHandingOver:
    """The new company's person has not joined yet, the old one's is still administrator."""

    observed = replace(SEEN, administrators=members(seen(OLD)), absent=frozenset({NEW.user_id}))

    def test_the_old_company_stays_while_nobody_of_the_new_one_is_there(self) -> None:
        assert names(plan(replace(WISH, handover_until=FIRST_DAY), self.observed)) == ["WaitFor"]

    def test_after_its_days_the_old_company_goes_anyway(self) -> None:
        assert names(plan(WISH, self.observed)) == ["RevokeAdmin", "WaitFor"]

    def test_one_person_of_the_new_company_is_enough(self) -> None:
        both = (appointment(NEW), appointment(Person(11, "Второй")))
        wish = replace(WISH, administrators=both, handover_until=FIRST_DAY)
        observed = replace(SEEN, administrators=members(seen(NEW), seen(OLD)), absent=frozenset({11}))
        assert names(plan(wish, observed)) == ["RevokeAdmin", "WaitFor"]

    def test_a_company_without_representatives_keeps_nobody_in_office(self) -> None:
        wish = replace(WISH, administrators=(), handover_until=FIRST_DAY)
        assert names(plan(wish, self.observed)) == ["RevokeAdmin"]

    def test_the_old_company_stays_while_nobody_of_the_new_one_is_known(self) -> None:
        wish = replace(WISH, administrators=(), not_known=("Анна",), handover_until=FIRST_DAY)
        assert names(plan(wish, self.observed)) == ["WaitFor"]
        assert names(plan(replace(wish, handover_until=None), self.observed)) == ["RevokeAdmin", "WaitFor"]


def test_who_is_not_known_is_waited_for_beside_who_is() -> None:
    made = plan(replace(WISH, not_known=("Анна", "Борис")), replace(SEEN, administrators=members(seen(NEW))))
    assert [step.reason for step in made.waits if "Анна, Борис" in step.reason] != []


def test_who_has_not_joined_is_waited_for_with_the_invite_link() -> None:
    made = plan(observed=replace(SEEN, administrators=members(), absent=frozenset({NEW.user_id})))
    assert isinstance(made.waits[0], WaitFor)
    assert NEW.name in made.waits[0].reason
    assert SEEN.link in made.waits[0].reason


def test_strangers_are_reported_and_left_alone() -> None:
    made = plan(observed=replace(SEEN, administrators=members(seen(NEW), seen(NEIGHBOUR))))
    assert made.steps == ()
    assert made.unknown_admins == (NEIGHBOUR,)


def test_strangers_are_dismissed_where_the_region_wants_it() -> None:
    wish = replace(WISH, unknown_admins=UnknownAdmins.REVOKE)
    made = plan(wish, replace(SEEN, administrators=members(seen(NEW), seen(NEIGHBOUR))))
    assert names(made) == ["RevokeAdmin"]


@pytest.mark.parametrize("policy", UnknownAdmins.values)
def test_owner_and_bot_are_never_dismissed(policy: str) -> None:
    wish = replace(WISH, administrators=(), former=frozenset({OWNER.user_id, 99}), unknown_admins=policy)
    assert plan(wish, replace(SEEN, administrators=members())).steps == ()


def test_a_representative_who_owns_the_chat_is_not_appointed() -> None:
    wish = replace(WISH, administrators=(appointment(OWNER),))
    assert plan(wish, replace(SEEN, administrators=members())).steps == ()


def test_who_is_about_to_own_the_chat_is_not_appointed() -> None:
    wish = replace(WISH, owner=NEW)
    assert names(plan(wish, replace(SEEN, administrators=members()))) == ["TransferOwner"]


def test_of_a_crowd_of_representatives_as_many_are_appointed_as_the_messenger_takes() -> None:
    crowd = tuple(appointment(Person(100 + number, f"П{number}")) for number in range(60))
    made = plan(replace(WISH, administrators=crowd), replace(SEEN, administrators=members()))
    assert names(made) == [*["GrantAdmin"] * MOST_REPRESENTATIVES, "AskPerson"]
    assert "П59" in made.describe() and "П47," not in made.asks[0].describe()


def test_whom_there_is_no_room_for_is_appointed_after_the_dismissals() -> None:
    old, new = ([Person(first + number, "П") for number in range(30)] for first in (100, 200))
    crowd = replace(WISH, administrators=tuple(map(appointment, new)), former=frozenset(p.user_id for p in old))
    made = plan(crowd, replace(SEEN, administrators=members(*map(seen, old))))
    assert names(made) == [*["GrantAdmin"] * 18, *["RevokeAdmin"] * 30, *["GrantAdmin"] * 12]


def test_a_bot_without_rights_can_only_ask_for_them() -> None:
    for state, kind in ((BotState.REMOVED, WorkOrderKind.ADD_BOT), (BotState.NO_ADMIN, WorkOrderKind.MAKE_BOT_ADMIN)):
        made = plan(replace(WISH, title="Новое"), replace(SEEN, bot=state))
        assert [(step.kind, step.calls, step.link) for step in made.asks] == [(kind, 0, SEEN.link)]
        assert made.steps == made.asks


def test_of_a_demolished_house_the_company_loses_its_rights_and_the_owner_stays() -> None:
    wish = replace(WISH, existence=Existence.RETIRED, administrators=(), former=frozenset({NEW.user_id}))
    assert names(plan(wish)) == ["RevokeAdmin"]


def test_every_step_prints_itself_and_goes_into_the_journal() -> None:
    made = [step for pair in DIFFERENCES.values() for step in plan(*pair).steps]
    made += plan(observed=NEVER_CREATED).steps
    described: Callable[[Step], str] = lambda step: step.describe()  # noqa: E731
    assert all(described(step) for step in made)
    grant = next(step for step in made if step.name == "GrantAdmin")
    assert grant.as_json()["rights"] == sorted(RIGHTS)

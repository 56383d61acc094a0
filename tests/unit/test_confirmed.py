"""A preview is confirmed by its whole content: each value counts, an order that means nothing does not."""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

import pytest

from supervision.confirmed import Confirmable
from supervision.desired.state import Person
from supervision.planning.plan import Plan
from supervision.planning.steps import TransferOwner
from supervision.previews.consequences import ChatChange, ChatOwner, Consequences


@dataclass(frozen=True)
class Shown(Confirmable):
    words: str = "ООО «Новая»"
    day: date = date(2026, 12, 1)
    count: int | None = 3
    people: tuple[Person, ...] = (Person(1, "Иванова"), Person(2, "Петров"))
    houses: frozenset[int] = frozenset({1, 2})
    companies: Any = None


OTHERS: dict[str, Any] = {
    "words": "ООО «Другая»",
    "day": date(2026, 12, 2),
    "count": None,
    "people": (Person(1, "Иванова"), Person(3, "Петров")),
    "houses": frozenset({1, 3}),
    "companies": {1: "ООО «Старая»"},
}
ANNA, BORIS = Person(1, "Анна"), Person(2, "Борис")
CHAT = ChatChange(
    chat_id=1,
    house_id=7,
    is_created=True,
    is_frozen=False,
    administrators=(ANNA,),
    in_place=frozenset(),
    absent=frozenset(),
    revoked=(BORIS,),
    owner=ChatOwner(5, "Инспектор 1"),
    new_owner=ChatOwner(5, "Инспектор 1"),
    plan=Plan(1, (TransferOwner(ANNA),)),
)
MEANING = Consequences(region="55", houses=(7, 8), chats=(CHAT,), calls_per_second=29, linked=100, limit_percent=10)
DECIDED: dict[str, Any] = {
    "house_id": 8,
    "is_frozen": True,
    "administrators": (Person(3, "Анна"),),
    "revoked": (Person(2, "Богдан"),),
    "owner": ChatOwner(6, "Инспектор 1"),
    "new_owner": ChatOwner(None, "никого нет"),
}
SEEN: dict[str, Any] = {
    "is_created": False,
    "in_place": frozenset({1}),
    "absent": frozenset({1}),
    "plan": Plan(1, ()),
}


@dataclass(frozen=True)
class Mass(Confirmable):
    meaning: Consequences

    def decided(self) -> object:
        return self.meaning.decision


def test_every_field_of_a_preview_counts() -> None:
    assert OTHERS.keys() == {field.name for field in fields(Shown)}
    digests = {Shown().digest, *(replace(Shown(), **{name: other}).digest for name, other in OTHERS.items())}
    assert len(digests) == len(OTHERS) + 1


def test_the_order_of_a_set_or_of_keys_does_not_count() -> None:
    first, second = Shown(companies={1: "а", 2: "б"}), Shown(companies={2: "б", 1: "а"})
    assert first.digest == second.digest


def test_what_prints_only_that_it_is_there_is_no_part_of_a_preview() -> None:
    with pytest.raises(TypeError, match="object"):
        _ = Shown(companies=object()).digest


def test_a_mass_decision_counts_every_house_person_and_owner_and_nothing_that_only_was_seen() -> None:
    assert (DECIDED.keys() | SEEN.keys()) == {field.name for field in fields(ChatChange)} - {"chat_id"}
    shown = Mass(MEANING).digest
    for name, other in DECIDED.items():
        assert Mass(replace(MEANING, chats=(replace(CHAT, **{name: other}),))).digest != shown, name
    for name, seen in SEEN.items():
        assert Mass(replace(MEANING, chats=(replace(CHAT, **{name: seen}),))).digest == shown, name
    assert Mass(replace(MEANING, houses=(7, 9))).digest != shown

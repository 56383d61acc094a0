"""What residents read as the title of a chat, and how houses of one address are told apart: by words, not codes.

    title, trouble = title_of(text, house, others)

`text` is the region's template filled in; `others` are the houses of the region that have the same address and a chat.
Pure. Where no words tell the house from the others, the title is "" and `trouble` says what a person has to do: an
order to create a chat is found again by its exact title, so none is written until then.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

LONGEST_TITLE = 200  # schema 0.0.33, ChatPatch.title
END_KEPT = 60  # of a title that is too long: the number of a house stands at its end


@dataclass(frozen=True, slots=True)
class SameAddress:
    """A house among those of its address. `words` are what a person said tells it apart; `is_first`: its
    chat was opened first and keeps the plain title."""

    is_first: bool
    words: str = ""
    building: str = ""
    block: str = ""
    letter: str = ""
    municipality: str = ""


def title_of(text: str, house: SameAddress, others: Sequence[SameAddress]) -> tuple[str, str]:
    """The title, at most LONGEST_TITLE characters, and "" or what keeps it from being known."""
    words = told_apart(house, others)
    if others and not words and not house.is_first:
        return "", _(
            "Another house of the region has the same address, and nothing in the register tells them apart. Write on "
            "the chat's page what residents know this house by (корпус, литера, settlement)."
        )
    return _fitting(text.strip(), f" ({words})" if words else ""), ""


def told_apart(house: SameAddress, others: Sequence[SameAddress]) -> str:
    """What a person said; else the first of the register's words that no other house of the address has."""
    if house.words or not others or house.is_first:
        return house.words
    found = (
        words
        for kind, words in _known(house)
        if all(words.casefold() != dict(_known(other)).get(kind, "").casefold() for other in others)
    )
    return next(found, "")


def _known(house: SameAddress) -> Iterator[tuple[str, str]]:
    said = {
        "block": house.block and _("корпус %(name)s") % {"name": house.block},
        "letter": house.letter and _("литера %(name)s") % {"name": house.letter},
        "building": house.building and _("строение %(name)s") % {"name": house.building},
        "municipality": house.municipality,
    }
    return ((kind, words) for kind, words in said.items() if words)


def _fitting(text: str, words: str) -> str:
    if len(text) + len(words) <= LONGEST_TITLE:
        return text + words
    room = LONGEST_TITLE - len(words) - END_KEPT - 1
    return f"{text[:room]}…{text[-END_KEPT:]}{words}"

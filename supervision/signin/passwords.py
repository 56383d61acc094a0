"""Passwords that people here choose and guessers try first.

Django ships twenty thousand common passwords, nearly all shorter than twelve characters and in Latin letters. People
make them long enough with digits, and type them, or Russian words, in the other layout of the keyboard. So a password
is refused when little is left of it once that is undone.
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбюё"
LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
TO_LATIN, TO_RUSSIAN = str.maketrans(RUSSIAN, LATIN), str.maketrans(LATIN, RUSSIAN)
ROWS: tuple[str, ...] = (
    *("`1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./", "abcdefghijklmnopqrstuvwxyz"),
    *("ёйцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"),
)
# what Russians choose beside what Django knows, and what they would choose in this portal
WORDS = frozenset(Path(__file__).with_name("common_words.txt").read_text(encoding="utf-8").split())
RUN = 4  # neighbours on the keyboard or in the alphabet, or the same sign, count as one sign from so many on
LEAST_LEFT = 6


class AnotherThanBefore:
    """Refuses the password that the login has: whoever else typed it would go on knowing it."""

    def validate(self, password: str, user: Any = None) -> None:
        if user is not None and user.pk and user.check_password(password):
            raise ValidationError(_("This is the password as it was. Choose another one."), code="password_as_before")

    def get_help_text(self) -> str:
        return _("Another one than before.")


class CommonHereValidator(CommonPasswordValidator):
    """Refuses a common password that was made long with digits, signs, repetition or the other layout."""

    def validate(self, password: str, user: Any = None) -> None:
        text = password.lower()
        cores = {without_ends(form) for form in (text, text.translate(TO_LATIN), text.translate(TO_RUSSIAN))}
        words = WORDS | self.passwords
        if (
            any(not core or core in words or _halved(core) in words for core in cores)
            or len(_shortened(text)) < LEAST_LEFT
        ):
            raise ValidationError(self.get_error_message(), code="password_too_common")

    def get_error_message(self) -> str:
        return _("Such passwords are guessed first. Take three or four words that do not belong together.")

    def get_help_text(self) -> str:
        return _("No common word with digits behind it, no row of the keyboard, in neither layout.")


def without_ends(text: str) -> str:
    """Without the digits and signs around it."""
    return re.sub(r"^[\W\d_]+|[\W\d_]+$", "", text)


def _halved(text: str) -> str:
    """A word that was written twice, once."""
    half = text[: len(text) // 2]
    return half if half and half * 2 == text else text


def _shortened(text: str) -> str:
    """Runs of neighbours or of the same sign as one sign each."""
    left, place = "", 0
    while place < len(text):
        end = place + 1
        while end < len(text) and _follows(text[end - 1], text[end]):
            end += 1
        left += text[place] if end - place >= RUN else text[place:end]
        place = end
    return left


def _follows(one: str, other: str) -> bool:
    return one == other or one + other in _neighbours()


@lru_cache(maxsize=1)
def _neighbours() -> frozenset[str]:
    forward = {row[place : place + 2] for row in ROWS for place in range(len(row) - 1)}
    return frozenset(forward | {pair[::-1] for pair in forward})

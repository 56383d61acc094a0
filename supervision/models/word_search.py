"""Finding a row by words of its text in any order: the expression that is indexed, and the question put to it."""

import re

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db.models import Func

from supervision.spelling import folded

MOST_WORDS = 12
MOST_SIGNS = 300  # of a question: the longest address of the registers has 180


class WordsOf(Func):
    """The words of a text, small, ё as е. Immutable, so that it can be indexed; the index and the question share it."""

    template = (
        "to_tsvector('simple'::regconfig, "
        "regexp_replace(lower(translate(%(expressions)s, 'ёЁ', 'ее')), '[^[:alnum:]]+', ' ', 'g'))"
    )
    output_field = SearchVectorField()
    arity = 1


def question(text: str) -> SearchQuery | None:
    """All words, in any order. A word of letters may be begun only (`лен` finds Ленина), a number is meant whole.

    None where the text holds no word at all.
    """
    words = re.findall(r"[^\W_]+", folded(text[:MOST_SIGNS]))[:MOST_WORDS]
    if not words:
        return None
    parts = [word if word.isdecimal() else f"{word}:*" for word in words]
    return SearchQuery(" & ".join(parts), config="simple", search_type="raw")

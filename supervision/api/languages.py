"""Which language an answer is in: that of the reader, for captions and messages alone. What is written down is in the
portal's own language, whoever asks (`stored_language.py`)."""

from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header

LANGUAGES = ("ru", "en")


def language_of(request: HttpRequest) -> str:
    """Russian or English, as Accept-Language prefers; Russian for all others."""
    wanted = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    known = (name.split("-")[0] for name, _weight in wanted)
    return next((name for name in known if name in LANGUAGES), LANGUAGES[0])

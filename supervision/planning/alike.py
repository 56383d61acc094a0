"""What counts as the same although it reads otherwise: what the messenger is known to do to what it is sent. Pure.

It cuts spaces around a text and keeps its own ends of lines. That it adds can_call to every appointment and has two
names for some rights is settled where its answers are read (messenger/wire.py).
"""


def same_text(wished: str, seen: str) -> bool:
    return _plain(wished) == _plain(seen)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()

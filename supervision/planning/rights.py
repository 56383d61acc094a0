"""Rights of administrators in words, and those without which the bot cannot serve a chat."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy

from supervision.messenger.port import Right

# what each of the bot's steps needs (dev.max.ru, method pages, read 2026-09-24): appointing, title, pin, reading back
NEEDED_BY_BOT = frozenset({Right.READ_ALL_MESSAGES, Right.ADD_ADMINS, Right.CHANGE_CHAT_INFO, Right.PIN_MESSAGE})

WORDS = {
    Right.READ_ALL_MESSAGES: gettext_lazy("reads all messages"),
    Right.ADD_REMOVE_MEMBERS: gettext_lazy("adds and removes participants"),
    Right.ADD_ADMINS: gettext_lazy("appoints administrators"),
    Right.CHANGE_CHAT_INFO: gettext_lazy("changes title and description"),
    Right.PIN_MESSAGE: gettext_lazy("pins messages"),
    Right.EDIT_LINK: gettext_lazy("changes the invite link"),
    Right.WRITE: gettext_lazy("deletes others' messages"),
}


def in_words(rights: Collection[Right | str]) -> str:
    """In the order in which the messenger lists them."""
    return ", ".join(str(words) for right, words in WORDS.items() if right in rights)

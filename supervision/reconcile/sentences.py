"""What went wrong with a chat, in a sentence that a person can act on; the messenger's own words stand behind it."""

from django.utils.translation import gettext as _

from supervision.messenger.errors import (
    AnswerUnknown,
    BadAnswer,
    MessengerError,
    NoRights,
    NotFound,
    NotReached,
    RequestRejected,
    TokenRejected,
    TooManyRequests,
    Unavailable,
)


def words_for(error: Exception) -> str:
    """One sentence, then the technical cause in brackets where there is one."""
    if not isinstance(error, MessengerError):
        return str(error)
    return f"{_sentence(error)} [{error}]"


def _sentence(error: MessengerError) -> str:
    match error:
        case TokenRejected():
            return _("The messenger rejects the account's token. Set a valid one, then clear the account's trouble.")
        case NoRights():
            return _("The bot may not do this: it was removed from the chat or lost its rights. Give them back.")
        case NotFound():
            return _("The messenger does not know this chat or person. Check whether the chat was deleted.")
        case RequestRejected():
            return _("The messenger refused the change. Read its answer and mend the cause.")
        case AnswerUnknown():
            return _("The answer was lost. The portal looks before it acts again.")
        case TooManyRequests() | Unavailable() | NotReached():
            return _("The messenger cannot be reached at the moment. The portal tries again by itself.")
        case BadAnswer():
            return _("The messenger's answer cannot be read. Tell the administrator of the portal.")
        case _:
            return _("The messenger did not carry this out.")

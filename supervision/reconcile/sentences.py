"""What went wrong with a chat, in a sentence that a person can act on; the messenger's own words stand behind it."""

from django.utils.translation import gettext as _

from supervision.errors import PortalError
from supervision.messenger.errors import (
    AccountRejected,
    AnotherChat,
    AnswerUnknown,
    BadAnswer,
    ForeignAnswer,
    MessengerError,
    NoRights,
    NotFound,
    NotReached,
    PartlyRead,
    ReadRefused,
    RequestRejected,
    TokenRejected,
    TooManyRequests,
    Unavailable,
)


class NotThisChat(PortalError):
    """What the messenger shows cannot be the chat of this house: for a person, whatever else may be right."""


class MayHaveBeenTold(PortalError):
    """Nobody but a person can see whether residents were told: they would be told twice."""


def words_for(error: Exception) -> str:
    """One sentence, then the technical cause in brackets where there is one."""
    if not isinstance(error, MessengerError):
        return str(error)
    return f"{_sentence(error)} [{error}]"


def _sentence(error: MessengerError) -> str:
    match error:
        case TokenRejected():
            return _("The messenger rejects the account's token. Set a valid one, then clear the account's trouble.")
        case AccountRejected():
            return _(
                "The messenger serves the region's bot no more. Ask its support, then clear the account's trouble."
            )
        case NoRights():
            return _("The bot may not do this: it was removed from the chat or lost its rights. Give them back.")
        case NotFound():
            return _("The messenger does not know this chat or person. Check whether the chat was deleted.")
        case RequestRejected():
            return _("The messenger refused the change. Read its answer and mend the cause.")
        case AnswerUnknown():
            return _("The answer was lost. The portal looks before it acts again.")
        case ForeignAnswer():
            return _("Not the messenger answered but something before it. The portal tries again by itself.")
        case ReadRefused():
            return _("The messenger refused to show this. The portal tries again by itself.")
        case TooManyRequests() | Unavailable() | NotReached():
            return _("The messenger cannot be reached at the moment. The portal tries again by itself.")
        case AnotherChat():
            return _("The messenger showed another chat than the one asked for. Check which one is the house's.")
        case PartlyRead():
            return _("The list of administrators cannot be read whole. Tell the administrator of the portal.")
        case BadAnswer():
            return _("The messenger's answer cannot be read. Tell the administrator of the portal.")
        case _:
            return _("The messenger did not carry this out.")


def may_have_been_told() -> str:
    return _(
        "Among the messages of the chat the portal cannot see whether residents were told of the change. Look in the "
        "chat: pin the announcement, or write it yourself and pin it."
    )


def not_created(answered: int) -> str:
    words = _("For the new chat the channel named the chat %(answered)s, which another house has. Ask who runs it.")
    return words % {"answered": answered}


def no_group(kind: str) -> str:
    words = _("In the messenger this is no group chat (“%(kind)s”). Unlink it and link the chat of the house.")
    return words % {"kind": kind or "?"}


def not_active(status: str) -> str:
    words = _("The messenger says of this chat “%(status)s”. Look whether it is still in use; if not, unlink it.")
    return words % {"status": status or "?"}

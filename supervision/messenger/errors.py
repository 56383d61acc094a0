"""What can go wrong with a call to the messenger. The type says what may be done next, never a flag or a text.

MessengerError
├── Temporary            surely not carried out, or harmless to repeat: try again later
│   ├── NotReached           no connection: the request was never sent
│   ├── TooManyRequests      429: the account's budget is used up
│   ├── Unavailable          503, 409 (to a write: the messenger's own word); to a read also 500, 502, 504
│   │   ├── ForeignAnswer        to a read: no word of the messenger's own, such as a proxy's page or an unknown code
│   │   └── ReadRefused          to a read: a refusal for no reason of the chat asked for, or for none at all
│   └── BadAnswer            to a read: the messenger's answer cannot be read
│       └── PartlyRead           it lists more than can be read: enough to act on, never to call a chat settled
├── AnswerUnknown        may have been carried out: look before acting again. The answer to a write was lost, cannot be
│                        read or is nobody's word; or a refusal followed a 503 or 409 (repetition.py)
└── Rejected             the messenger said no, in its own form with a code known here: a repetition gets the same
    ├── AccountRejected      no chat of the account can be served: a withdrawn token, a blocked bot
    │   └── TokenRejected        401: not this token
    ├── NoRights             the bot lacks a right or is no longer there
    ├── NotFound             no such chat; to a write also no such message or person
    └── RequestRejected      to a write: it cannot be carried out, also `success: false` in a 200
EndlessList              a list that goes on and on, or over parts that cannot be read: not all of it was seen
AnotherChat              the answer is about a chat that was not asked for: for a person
UnsupportedOperation     the account has no channel for this step (raised before anything is sent)
"""


class MessengerError(Exception):
    """A call failed. `str()` is one line with operation, status, code and message; never the token."""

    def __init__(self, message: str, *, operation: str = "", status: int | None = None, code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.operation = operation
        self.status = status
        self.code = code

    def __str__(self) -> str:
        facts = [self.operation, str(self.status) if self.status else "", self.code, self.message]
        return " · ".join(fact for fact in facts if fact)


class Temporary(MessengerError):
    """Surely not carried out, or harmless to repeat."""


class NotReached(Temporary):
    """No connection: the request was never sent."""


class TooManyRequests(Temporary):
    """429. The messenger sends no Retry-After (docs/messenger.md)."""


class Unavailable(Temporary):
    """503; 409, while an earlier call is being carried out; or 500, 502, 504 to a read. To a write in its own form."""


class ForeignAnswer(Unavailable):
    """No word of the messenger's own: a page of a proxy, a status that the API has not, a code unknown here."""


class ReadRefused(Unavailable):
    """The messenger refuses to show something and says nothing about it: nothing is known of the chat by this."""


class BadAnswer(Temporary):
    """The messenger's answer to a read cannot be read."""


class PartlyRead(BadAnswer):
    """An answer to a read lists more than can be read: it may be acted on, and nothing is called settled by it."""


class AnswerUnknown(MessengerError):
    """Sent, and no answer says whether it was carried out: lost, unreadable, of a proxy, or of a later attempt."""


class Rejected(MessengerError):
    """The messenger said no; the same request will be refused again."""


class AccountRejected(Rejected):
    """The messenger no longer serves the account, whatever the chat: a withdrawn token, a blocked bot."""


class TokenRejected(AccountRejected):
    """401: the account's token is wrong or revoked."""


class NoRights(Rejected):
    """The bot lacks a right, or is not in the chat. The answer does not name the missing right."""


class NotFound(Rejected):
    """No such chat; to a write also no such message or person."""


class RequestRejected(Rejected):
    """The change cannot be carried out, or HTTP 200 with `success: false`."""


class EndlessList(MessengerError):
    """Not all of a list could be seen: its pages do not end, or a whole page cannot be read."""


class AnotherChat(MessengerError):
    """The answer is about another chat than the one that was asked for."""


class UnsupportedOperation(MessengerError):
    """The account's capabilities lack this step; nothing was sent."""


# To one look at a chat, whoever asks: what is true of this chat alone, and what says nothing of it. After the second
# kind the chat is asked again, and another one may be read all the same.
ABOUT_THIS_CHAT = (NoRights, NotFound, AnotherChat)
SAYS_NOTHING = (Unavailable, BadAnswer)

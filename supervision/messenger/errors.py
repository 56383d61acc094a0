"""What can go wrong with a call to the messenger. The type says what may be done next, never a flag or a text.

MessengerError
├── Temporary            surely not carried out, or harmless to repeat: try again later
│   ├── NotReached           no connection: the request was never sent
│   ├── TooManyRequests      429: the account's budget is used up
│   └── Unavailable          503, 409; to a read also 500, 502, 504
├── AnswerUnknown        may have been carried out: look before acting again. The answer was lost, a write met 500,
│                        502 or 504, or a refusal followed a 503 (repetition.py)
├── Refused              the messenger said no: a repetition gets the same answer
│   ├── TokenRejected        401: nothing on this account will work
│   ├── NoRights             403: the bot lacks a right or is no longer there
│   ├── NotFound             404: no such chat, message or person
│   └── RequestRejected      400, or `success: false` in a 200
└── BadAnswer            the answer cannot be read: not what the API promises
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
    """503; 409, while an earlier call is being carried out; or 500, 502, 504 to a read."""


class AnswerUnknown(MessengerError):
    """Sent, and no answer says whether it was carried out: lost, from a failing proxy, or of a later attempt."""


class Rejected(MessengerError):
    """The messenger said no; the same request will be refused again."""


class TokenRejected(Rejected):
    """401: the account's token is wrong or revoked."""


class NoRights(Rejected):
    """403: the bot lacks a right, or is not in the chat. The answer does not name the missing right."""


class NotFound(Rejected):
    """404: no such chat, message or person."""


class RequestRejected(Rejected):
    """400, or HTTP 200 with `success: false`."""


class BadAnswer(MessengerError):
    """The answer cannot be read."""


class UnsupportedOperation(MessengerError):
    """The account's capabilities lack this step; nothing was sent."""

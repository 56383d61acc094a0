"""How the emulator says no: an HTTP error with the messenger's code, or HTTP 200 with `success: false`."""

from typing import Any

FORBIDDEN = "Insufficient access rights to perform this action"
# MAX has not published which codes come with `success: false`; all but the first are the emulator's own words
DENIED = "chat.denied"
NO_MEMBER, NO_ADMIN, OF_OWNER = "member.not.found", "admin.not.found", "owner.protected"
TOO_MANY_ADMINS, WRONG_RIGHTS, NO_SUBSCRIPTION = "too.many.admins", "permissions.invalid", "subscription.not.found"


class Refusal(Exception):
    """An HTTP error with the messenger's code and message."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


class Declined(Exception):
    """HTTP 200 with `success: false`; since November 2026 with a code."""

    def __init__(self, message: str, code: str = DENIED) -> None:
        super().__init__(message)
        self.code = code


def declined(refusal: Declined, *, with_code: bool) -> dict[str, Any]:
    answer = {"success": False, "message": str(refusal)}
    return answer | {"code": refusal.code} if with_code else answer


def malformed(message: str) -> Refusal:
    return Refusal(400, "proto.payload", message)


def unknown_path(path: str) -> Refusal:
    return Refusal(404, "not.found", f"Path {path} is not recognized")


def no_message(mid: str) -> Refusal:
    return Refusal(404, "message.not.found", f"Message {mid} not found")

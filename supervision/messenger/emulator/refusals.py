"""How the emulator says no: an HTTP error with the messenger's code, or HTTP 200 with `success: false`."""

FORBIDDEN = "Insufficient access rights to perform this action"


class Refusal(Exception):
    """An HTTP error with the messenger's code and message."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


class Declined(Exception):
    """HTTP 200 with `success: false`."""


def malformed(message: str) -> Refusal:
    return Refusal(400, "proto.payload", message)


def unknown_path(path: str) -> Refusal:
    return Refusal(404, "not.found", f"Path {path} is not recognized")


def no_message(mid: str) -> Refusal:
    return Refusal(404, "message.not.found", f"Message {mid} not found")

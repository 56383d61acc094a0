"""A line of the journal in the words of its step."""

from typing import Any

from supervision.desired.state import Person
from supervision.models import MessengerCall
from supervision.planning import steps

STEPS: dict[str, Any] = {
    step.__name__: step
    for step in (
        steps.CreateChat,
        steps.TransferOwner,
        steps.Rename,
        steps.SetDescription,
        steps.GrantAdmin,
        steps.SetRights,
        steps.RevokeAdmin,
        steps.Announce,
        steps.PinAnnouncement,
    )
}


def journal_line(call: MessengerCall) -> str:
    """What was asked for, in the words of the step; a step that this version does not know keeps its name."""
    step = STEPS.get(call.step)
    if step is None:
        return call.step
    values = {key: Person(**value) if isinstance(value, dict) else value for key, value in call.detail.items()}
    try:
        return str(step(**values).describe())
    except TypeError:  # written by another version, whose step had other fields
        return call.step

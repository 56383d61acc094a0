"""A line of the journal in the words of its step."""

from supervision.models import MessengerCall
from supervision.planning.steps import from_journal


def journal_line(call: MessengerCall) -> str:
    """What was asked for, in the words of the step; a step that this version does not know keeps its name."""
    step = from_journal(call.step, call.detail)
    return str(step.describe()) if step else call.step

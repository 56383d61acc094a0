"""How loud the badge of a chat's state is. Nothing but what is as wished is green; what no one here can mend is red."""

from supervision.enums import ChatState

SHADES_OF_STATES: dict[str, str] = {
    ChatState.FROZEN: "info",
    ChatState.PARKED: "danger",
    ChatState.NOBODY: "danger",
    ChatState.ORDERED: "warning",
    ChatState.WAITING: "warning",
    ChatState.BY_HAND: "warning",
    ChatState.PLANNED: "info",
    ChatState.HELD: "warning",
    ChatState.DUE: "info",
    ChatState.UNWANTED: "info",
    ChatState.SETTLED: "success",
}
# the same in the words of the portal's own style sheet
TONES_OF_STATES = {
    state: {"danger": "bad", "warning": "warn", "info": "note", "success": "good"}[shade]
    for state, shade in SHADES_OF_STATES.items()
}

"""`/_emulator/...`: plays people and faults over HTTP for local runs and benchmarks. The portal never calls it."""

from collections.abc import Callable
from typing import Any

from supervision.messenger.emulator.emulator import Emulator
from supervision.messenger.emulator.parameters import Json
from supervision.messenger.emulator.refusals import malformed

PREFIX = "/_emulator/"


def answer(emulator: Emulator, command: str, body: Json) -> Any:
    handler = COMMANDS.get(command)
    if handler is None:
        raise malformed(f"No such command. There are: {', '.join(sorted(COMMANDS))}")
    try:
        result = handler(emulator, body)
    except KeyError as error:
        raise malformed(f"{error} is missing in the body, or no such chat") from error
    except (TypeError, ValueError) as error:
        raise malformed(str(error)) from error
    return {"success": True} if result is None else result


def create_chat(emulator: Emulator, body: Json) -> Json:
    """A chat made by hand; `token` names the bot that is added to it as administrator."""
    chat = emulator.people.create_chat(owner_id=body["owner_id"], title=body["title"])
    if token := body.get("token"):
        emulator.people.add_bot(chat.chat_id, token)
    return {"chat_id": chat.chat_id}


def switch(emulator: Emulator, body: Json) -> None:
    """Any of latency_ms, rate, message_rate, auto_join_ms."""
    for name in body.keys() & {"latency_ms", "rate", "message_rate"}:
        setattr(emulator, name, body[name])
    if "auto_join_ms" in body:
        emulator.people.auto_join_ms = body["auto_join_ms"]


def fault(emulator: Emulator, body: Json) -> None:
    emulator.faults.add(body["kind"], operation=body.get("operation", "*"), times=body.get("times", 1))


COMMANDS: dict[str, Callable[[Emulator, Json], Any]] = {
    "stats": lambda emulator, body: emulator.stats(),
    "world": lambda emulator, body: {"chats": emulator.world()},
    "reset": lambda emulator, body: emulator.reset(),
    "reset_stats": lambda emulator, body: emulator.reset_stats(),
    "switch": switch,
    "fault": fault,
    "chat": create_chat,
    "name": lambda emulator, body: emulator.people.name(body["user_id"], body["name"]),
    "join": lambda emulator, body: emulator.people.join(body["chat_id"], body["user_id"]),
    "leave": lambda emulator, body: emulator.people.leave(body["chat_id"], body["user_id"]),
    "appoint": lambda emulator, body: emulator.people.appoint(body["chat_id"], body["user_id"]),
    "owner": lambda emulator, body: emulator.people.change_owner(body["chat_id"], body["owner_id"]),
    "rename": lambda emulator, body: emulator.people.rename_chat(body["chat_id"], body["title"]),
    "add_bot": lambda emulator, body: emulator.people.add_bot(body["chat_id"], body["token"]),
    "remove_bot": lambda emulator, body: emulator.people.remove_bot(body["chat_id"], body["token"]),
}

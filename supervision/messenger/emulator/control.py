"""`/_emulator/...`: plays people and faults over HTTP for local runs and benchmarks. The portal never calls it."""

from collections.abc import Callable
from typing import Any

from supervision.messenger.emulator.dialog_people import DialogPeople
from supervision.messenger.emulator.emulator import Emulator
from supervision.messenger.emulator.parameters import Json
from supervision.messenger.emulator.people import People
from supervision.messenger.emulator.refusals import malformed
from supervision.messenger.emulator.stand_ins import HTML, StandIn
from supervision.messenger.emulator.state import GROUP_RIGHTS, OWNER_RIGHTS
from supervision.messenger.emulator.switches import NAMES

PREFIX = "/_emulator/"
NUMBERS = ("latency_ms", "slow_ms", "drip_ms", "rate", "message_rate")


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
    """A chat made by hand; `token` names the bot that is added to it, as administrator unless `as_admin` is false."""
    chat = emulator.people.create_chat(
        owner_id=body["owner_id"], title=body["title"], description=body.get("description", "")
    )
    if body.get("token"):
        add_bot(emulator.people, body | {"chat_id": chat.chat_id})
    return {"chat_id": chat.chat_id, "link": chat.link}


def switch(emulator: Emulator, body: Json) -> None:
    """Any of NUMBERS, the names of `Switches` and auto_join_ms."""
    if unknown := body.keys() - {*NUMBERS, *NAMES, "auto_join_ms"}:
        raise ValueError(f"No such switch: {', '.join(sorted(unknown))}")
    for name in body.keys() & NAMES:
        emulator.switches.set(name, body[name])
    for name in body.keys() & {*NUMBERS}:
        setattr(emulator, name, body[name])
    if "auto_join_ms" in body:
        emulator.people.auto_join_ms = body["auto_join_ms"]


def fault(emulator: Emulator, body: Json) -> None:
    """`rate` makes it a share of the calls, drawn by `seed`; without `times` a share goes on until `clear_faults`."""
    kind, where = body["kind"], {"operation": body.get("operation", "*"), "carried_out": body.get("carried_out", False)}
    if "rate" not in body:
        emulator.faults.add(kind, times=body.get("times", 1), **where)
        return
    seed, times = body.get("seed", 0), body.get("times")
    emulator.faults.add_share(kind, rate=body["rate"], seed=seed, times=times, **where)


def stand_in(emulator: Emulator, body: Json) -> None:
    """Any answer in place of the messenger's: `status`, `text`, `content_type`, `headers`, `carried_out`."""
    answered = StandIn(
        status=body["status"],
        body=body.get("text", "").encode(),
        content_type=body.get("content_type", HTML),
        headers=body.get("headers", {}),
        carried_out=body.get("carried_out", False),
    )
    emulator.faults.add_answer(answered, operation=body.get("operation", "*"), times=body.get("times", 1))


def add_bot(people: People, body: Json) -> None:
    people.add_bot(body["chat_id"], body["token"], as_admin=body.get("as_admin", True))


def appoint(people: People, body: Json) -> None:
    rights = frozenset(body.get("rights", GROUP_RIGHTS))
    if unknown := rights - OWNER_RIGHTS:
        raise ValueError(f"No such right: {', '.join(sorted(unknown))}")
    people.appoint(body["chat_id"], body["user_id"], rights, body.get("alias", ""))


def post(people: People, body: Json) -> Json:
    message = people.post(body["chat_id"], body["user_id"], body["text"])
    return {"message_id": message.mid}


def by_people(act: Callable[[People, Json], Any]) -> Callable[[Emulator, Json], Any]:
    return lambda emulator, body: act(emulator.people, body)


def in_dialog(act: Callable[..., Any]) -> Callable[[Emulator, Json], Any]:
    """What a person does with the bot of `token`; the rest of the body are the act's own words."""

    def done(emulator: Emulator, body: Json) -> Any:
        more = {name: value for name, value in body.items() if name not in ("token", "user_id")}
        return act(emulator.dialogs, body["token"], body["user_id"], **more)

    return done


COMMANDS: dict[str, Callable[[Emulator, Json], Any]] = {
    "stats": lambda emulator, body: emulator.stats(),
    "world": lambda emulator, body: {"chats": emulator.world()},
    "reset": lambda emulator, body: emulator.reset(),
    "reset_stats": lambda emulator, body: emulator.reset_stats(),
    "switch": switch,
    "fault": fault,
    "stand_in": stand_in,
    "clear_faults": lambda emulator, body: emulator.faults.clear(),
    "chat": create_chat,
    "name": by_people(lambda people, body: people.name(body["user_id"], body["name"])),
    "join": by_people(lambda people, body: people.join(body["chat_id"], body["user_id"])),
    "join_by_link": by_people(lambda people, body: {"chat_id": people.join_by_link(body["link"], body["user_id"])}),
    "leave": by_people(lambda people, body: people.leave(body["chat_id"], body["user_id"])),
    "remove": by_people(lambda people, body: people.remove(body["chat_id"], body["user_id"])),
    "forbid_adding": by_people(lambda people, body: people.forbid_adding(body["user_id"])),
    "appoint": by_people(appoint),
    "dismiss": by_people(lambda people, body: people.dismiss(body["chat_id"], body["user_id"])),
    "owner": by_people(lambda people, body: people.change_owner(body["chat_id"], body["owner_id"])),
    "rename": by_people(lambda people, body: people.rename_chat(body["chat_id"], body["title"])),
    "describe": by_people(lambda people, body: people.describe_chat(body["chat_id"], body["description"])),
    "add_bot": by_people(add_bot),
    "remove_bot": by_people(lambda people, body: people.remove_bot(body["chat_id"], body["token"])),
    "take_bot_rights": by_people(lambda people, body: people.take_bot_rights(body["chat_id"], body["token"])),
    "post": by_people(post),
    "start": in_dialog(DialogPeople.start),
    "write": in_dialog(DialogPeople.write),
    "press": in_dialog(DialogPeople.press),
    "stop": in_dialog(DialogPeople.stop),
    "dialog": in_dialog(lambda dialogs, token, user_id: dialogs.texts(token, user_id)),
    "pin": by_people(lambda people, body: people.pin(body["chat_id"], body["message_id"])),
}

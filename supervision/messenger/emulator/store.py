"""Keeps the emulator's chats in a file between runs: JSON lines, the last line of a chat is the one that counts.

`save` appends what has changed since the last one, so its price is that of the changes and not of the world; opening
a store reads the file and writes it anew, compact, in one atomic replacement. A line cut by a crash is left out.
"""

import json
import os
from pathlib import Path
from typing import Any

from supervision.messenger.emulator.state import EmulatedChat, EmulatedDialog, Member, Message, State, Subscription


class Store:
    """Refuses a file that holds something else, rather than overwrite it."""

    def __init__(self, path: Path, state: State) -> None:
        self.path = path
        self._state = state
        if path.exists():
            load(path, state)
        self._write_compact()

    def save(self) -> None:
        state = self._state
        if state.was_cleared:
            self._write_compact()
        if not state.changed and not state.changed_dialogs and not state.shared_changed:
            return
        lines = [chat_line(state.chats[chat_id]) for chat_id in state.changed]
        lines += [dialog_line(state.dialogs[number]) for number in state.changed_dialogs]
        if state.shared_changed:
            lines.append(shared_line(state))
        state.changed.clear()
        state.changed_dialogs.clear()
        state.shared_changed = False
        with self.path.open("a", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")

    def _write_compact(self) -> None:
        lines = [shared_line(self._state), *(chat_line(chat) for chat in self._state.chats.values())]
        lines += [dialog_line(dialog) for dialog in self._state.dialogs.values()]
        fresh = self.path.with_name(self.path.name + ".new")
        self.path.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text("\n".join(lines) + "\n", encoding="utf-8")
        os.replace(fresh, self.path)
        self._state.changed.clear()
        self._state.changed_dialogs.clear()
        self._state.shared_changed = self._state.was_cleared = False


def load(path: Path, state: State) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        try:
            entry = json.loads(line)
            if "names" in entry:
                take_shared(entry, state)
            elif "dialog_id" in entry:
                dialog = dialog_of(entry)
                state.dialogs[dialog.dialog_id] = dialog
            else:
                state.put(chat_of(entry))
        except (ValueError, KeyError, TypeError) as error:
            if number == len(lines) > 1:
                return  # the run before ended in the middle of this line
            raise ValueError(f"{path}, line {number}: not a state of the emulator. Name another file.") from error


def shared_line(state: State) -> str:
    hooks = {
        bot_id: [[one.url, one.made_at, one.secret, one.update_types] for one in kept.values()]
        for bot_id, kept in state.subscriptions.items()
    }
    entry = {
        "names": state.names,
        "bots": state.bots,
        "subscriptions": hooks,
        "commands": state.commands,
        "images": sorted(state.images),
        "private": sorted(state.private),
    }
    return json.dumps(entry, ensure_ascii=False)


def take_shared(entry: dict[str, Any], state: State) -> None:
    """A file of an earlier version holds names and bots only."""
    state.names = {int(user_id): name for user_id, name in entry["names"].items()}
    state.bots = {int(bot_id): name for bot_id, name in entry["bots"].items()}
    state.subscriptions = {
        int(bot_id): {each[0]: Subscription(*each) for each in kept}
        for bot_id, kept in entry.get("subscriptions", {}).items()
    }
    state.commands = {int(bot_id): kept for bot_id, kept in entry.get("commands", {}).items()}
    state.images = set(entry.get("images", ()))
    state.private = set(entry.get("private", ()))


def chat_line(chat: EmulatedChat) -> str:
    members = [[m.user_id, m.joined_at, sorted(m.rights) if m.rights is not None else None, m.alias]
               for m in chat.members.values()]  # fmt: skip
    entry = {
        "chat_id": chat.chat_id,
        "title": chat.title,
        "description": chat.description,
        "link": chat.link,
        "owner_id": chat.owner_id,
        "last_event_at": chat.last_event_at,
        "provisioned": chat.provisioned,
        "members": members,
        "messages": [[m.mid, m.seq, m.sender_id, m.text, m.sent_at] for m in chat.messages],
        "pinned": chat.pinned,
        "icon": chat.icon,
        "removed_bots": sorted(chat.removed_bots),
        "blocked": sorted(chat.blocked),
    }
    return json.dumps(entry, ensure_ascii=False)


def dialog_line(dialog: EmulatedDialog) -> str:
    messages = [[m.mid, m.seq, m.sender_id, m.text, m.sent_at, m.buttons] for m in dialog.messages]
    entry = {
        "dialog_id": dialog.dialog_id,
        "bot_id": dialog.bot_id,
        "user_id": dialog.user_id,
        "is_active": dialog.is_active,
        "messages": messages,
    }
    return json.dumps(entry, ensure_ascii=False)


def dialog_of(entry: dict[str, Any]) -> EmulatedDialog:
    return EmulatedDialog(messages=[Message(*each) for each in entry.pop("messages")], **entry)


def chat_of(entry: dict[str, Any]) -> EmulatedChat:
    provisioned = entry.pop("provisioned")
    members = [
        Member(user_id, joined_at, None if rights is None else frozenset(rights), alias)
        for user_id, joined_at, rights, alias in entry.pop("members")
    ]
    return EmulatedChat(
        members={member.user_id: member for member in members},
        messages=[Message(*each) for each in entry.pop("messages")],
        removed_bots=set(entry.pop("removed_bots")),
        blocked=set(entry.pop("blocked", ())),
        provisioned=(provisioned[0], provisioned[1]) if provisioned else None,
        **entry,
    )

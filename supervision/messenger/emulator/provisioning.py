"""The provisioning contract (docs/provisioning.yaml): makes a house chat, hands over its ownership."""

from supervision.messenger.emulator import shown
from supervision.messenger.emulator.parameters import Json
from supervision.messenger.emulator.refusals import malformed
from supervision.messenger.emulator.rules import Call, chat_of_admin
from supervision.messenger.emulator.state import GROUP_RIGHTS


def create_chat(call: Call) -> tuple[int, Json]:
    """201 with a new chat, or 200 with the one that this bot made for the same external_id, as it is now."""
    external_id = call.text("external_id", shortest=1, longest=200)
    title = call.text("title", shortest=1, longest=200)
    description = call.text("description", longest=16000)
    owner_id = call.person("owner_id")
    if external_id is None or title is None:
        raise malformed("external_id and title are required")
    known = call.state.by_external_id.get((call.bot_id, external_id))
    if known is not None:
        return 200, shown.chat(call, call.state.chats[known], to_admin=True)
    chat = call.state.add_chat(title=call.switches.kept_title(title), description=description or "", owner_id=owner_id)
    chat.provisioned = (call.bot_id, external_id)
    call.state.put(chat)
    call.happenings.bring_in(chat, call.bot_id, by=owner_id)
    call.happenings.set_rights(chat, call.bot_id, GROUP_RIGHTS, by=owner_id)
    return 201, shown.chat(call, chat, to_admin=True)


def transfer_owner(call: Call, chat_id: int) -> Json:
    """The new owner need not be a participant before; the former one stays, as a plain participant."""
    chat_of_admin(call, chat_id)
    call.people.change_owner(chat_id, call.person("owner_id"))
    return {"success": True}

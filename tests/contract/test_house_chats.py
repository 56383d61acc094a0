"""The provisioning contract: making a house chat and handing it over."""

import pytest
from contract_place import NEIGHBOUR, OWNER, PRESET, REPRESENTATIVE, TOKEN

from supervision.messenger.errors import NotFound, RequestRejected, UnsupportedOperation

HOUSE = {"external_id": "house-1", "title": "Дом", "description": "Чат дома", "owner_id": OWNER}


def test_a_new_chat_holds_its_owner_and_the_bot_with_all_rights(account):
    chat = account.create_chat(**HOUSE)
    owner, bot = account.admins(chat.chat_id)
    assert (chat.owner_id, chat.title, chat.description) == (OWNER, "Дом", "Чат дома")
    assert chat.chat_id < 0 and chat.link.startswith("https://max.ru/join/")
    assert owner.is_owner and bot.user_id == account.me().user_id and bot.rights == owner.rights


def test_the_same_external_id_gives_the_same_chat(place, account):
    assert place.raw("POST", "/house-chats", json=HOUSE).status_code == 201
    assert place.raw("POST", "/house-chats", json=HOUSE).status_code == 200
    assert account.create_chat(**HOUSE).chat_id == account.create_chat(**HOUSE).chat_id
    assert len(place.emulator.world()) == 1


def test_another_account_has_external_ids_of_its_own(place, account):
    assert account.create_chat(**HOUSE).chat_id != place.account("emulator-25").create_chat(**HOUSE).chat_id


def test_the_new_owner_comes_in_and_the_former_one_stays_a_participant(account, chat):
    account.transfer_owner(chat.chat_id, owner_id=NEIGHBOUR)
    former, new = account.members(chat.chat_id, [OWNER, NEIGHBOUR])
    assert account.chat(chat.chat_id).owner_id == NEIGHBOUR
    assert new.is_owner and not former.is_owner and not former.is_admin


def test_handing_over_leaves_administrators_and_link_alone(place, account, chat):
    place.emulator.people.join(chat.chat_id, REPRESENTATIVE)
    account.grant_admin(chat.chat_id, user_id=REPRESENTATIVE, rights=PRESET, alias="УК")
    account.transfer_owner(chat.chat_id, owner_id=NEIGHBOUR)
    assert account.members(chat.chat_id, [REPRESENTATIVE])[0].rights == PRESET
    assert account.chat(chat.chat_id).link == chat.link


def test_a_chat_of_another_account_cannot_be_handed_over(place, chat):
    with pytest.raises(NotFound):
        place.account("emulator-25").transfer_owner(chat.chat_id, owner_id=NEIGHBOUR)


@pytest.mark.parametrize("wrong", [{"owner_id": 0}, {"owner_id": None}, {"title": ""}, {"external_id": ""}])
def test_a_house_chat_lacking_something_is_refused(account, wrong):
    with pytest.raises(RequestRejected):
        account.create_chat(**(HOUSE | wrong))


def test_a_manual_account_sends_nothing_it_has_no_channel_for(place):
    account = place.account(provisioning="manual")
    assert not account.capabilities.create_chat and not account.capabilities.transfer_owner
    with pytest.raises(UnsupportedOperation):
        account.create_chat(**HOUSE)
    with pytest.raises(UnsupportedOperation):
        account.transfer_owner(-1, owner_id=OWNER)
    assert account.calls.write == 0 and place.emulator.stats()["operations"] == {}


def test_a_chat_that_a_person_made_is_taken_over_when_the_bot_is_added(place):
    account = place.account(provisioning="manual")
    chat_id = place.emulator.people.create_chat(owner_id=OWNER, title="Дом").chat_id
    place.emulator.people.add_bot(chat_id, TOKEN)
    assert account.chat(chat_id).owner_id == OWNER

"""Lists of existing chats: read, shown, linked; nothing is written in the messenger until the next pass."""

import json
from io import StringIO
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from supervision.enums import AdoptionState, Lane
from supervision.errors import Refused
from supervision.linking import adoption as adoptions
from supervision.linking import rounds
from supervision.messenger.errors import Temporary
from supervision.messenger.repetition import Repetition
from supervision.models import Adoption, Chat, Event, FoundChat, House, HouseAlias, Inspector, SyncRequest
from tests.frt_files import written
from tests.hooked_transport import OnlyChannels
from tests.odd_answers import SAYS_NOTHING, OddTransport
from tests.served_emulator import served
from tests.world import TOKEN, World

ATTEMPTS = Repetition().attempts  # of a look, while the answer may pass


@pytest.fixture
def houses(world: World) -> list[House]:
    """Five houses whose chats people made long ago; the queue is empty."""
    world.inspector("Инспектор 1")
    found = world.houses(5, world.company("ООО «Старая»"))
    SyncRequest.objects.all().delete()
    return found


def made(world: World, title: str = "Наш дом", **bot: bool) -> int:
    chat = world.emulator.people.create_chat(owner_id=Inspector.objects.first().messenger_id, title=title)
    if bot.get("there", True):
        world.emulator.people.add_bot(chat.chat_id, TOKEN, as_admin=bot.get("as_admin", True))
    return chat.chat_id


def listed(folder: Path, *pairs: tuple[object, object]) -> Path:
    rows = [f"{getattr(house, 'fias_guid', house)};{chat}" for house, chat in pairs]
    return written(folder / "chats.csv", "\n".join(["ФИАС GUID;Чат", *rows]))


def read(world: World, path: Path) -> Adoption:
    adoption = adoptions.start(path, world.region, by=world.by)
    while adoptions.read_some(adoption, world.messenger):
        continue
    return adoption


def codes(adoption: Adoption) -> list[str]:
    return [line.code or line.verdict for line in adoption.lines.order_by("line")]


def test_what_fits_is_read_and_shown_and_not_linked(world: World, houses: list[House], tmp_path: Path) -> None:
    adoption = read(world, listed(tmp_path, (houses[0], made(world))))
    line = adoption.lines.get()
    assert (line.verdict, line.title, line.chat, line.message) == ("fits", "Наш дом", world.chat(houses[0]), "")
    assert f"«{houses[0].address}»" in line.plan
    assert "уважаемые жители" not in line.plan.lower()
    assert not Chat.objects.linked().exists() and not SyncRequest.objects.exists()
    assert world.writes() == 0


def test_applying_links_in_the_lane_of_new_chats_and_the_next_pass_does_what_was_shown(
    world: World, houses: list[House], tmp_path: Path
) -> None:
    pairs = [(house, made(world)) for house in houses]
    adoption = read(world, listed(tmp_path, *pairs))
    assert adoptions.apply(adoption, by=world.by) == 5
    assert {world.chat(house).messenger_id for house in houses} == {number for _house, number in pairs}
    assert set(SyncRequest.objects.values_list("lane", flat=True)) == {Lane.CREATE}
    assert world.writes() == 0
    world.push()
    assert world.emulator.state.chats[pairs[0][1]].title == houses[0].address
    assert world.messages_of(pairs[0][1]) == []
    world.assert_second_pass_plans_nothing()


def test_applying_is_on_record_and_done_once(world: World, houses: list[House], tmp_path: Path) -> None:
    adoption = read(world, listed(tmp_path, (houses[0], made(world))))
    adoptions.apply(adoption, by=world.by)
    event = Event.objects.get(name="chats.adopted")
    assert (event.by, event.details["lines"], adoption.state) == (world.by, 1, AdoptionState.APPLIED)
    with pytest.raises(Refused):
        adoptions.apply(adoption, by=world.by)
    assert Event.objects.filter(name="chats.adopted").count() == 1


def test_the_same_list_again_changes_nothing(world: World, houses: list[House], tmp_path: Path) -> None:
    path = listed(tmp_path, *((house, made(world)) for house in houses))
    adoptions.apply(read(world, path), by=world.by)
    before, reads = list(Chat.objects.order_by("pk").values()), world.messenger.calls.read
    again = read(world, path)
    assert codes(again) == ["already"] * 5
    with pytest.raises(Refused):
        adoptions.apply(again, by=world.by)
    assert list(Chat.objects.order_by("pk").values()) == before
    assert (world.messenger.calls.read, world.writes()) == (reads, 0)


def test_every_line_that_cannot_be_linked_says_why(world: World, houses: list[House], tmp_path: Path) -> None:
    no_house, out_of_scope = "11111111-1111-4111-8111-111111111111", houses[4]
    House.objects.filter(pk=out_of_scope.pk).update(kind="blocked")
    pairs = [
        (no_house, -5),
        (out_of_scope, -6),
        ("дом", -7),
        (houses[0], "https://max.ru/join/unknown"),
        (houses[1], made(world, there=False)),
        (houses[2], made(world, as_admin=False)),
        (houses[3], made(world)),
    ]
    adoption = read(world, listed(tmp_path, *pairs))
    expected = ["unknown_house", "out_of_scope", "bad_line", "unknown_link", "no_bot", "no_rights", "fits"]
    assert codes(adoption) == expected
    assert all(line.message for line in adoption.lines.exclude(verdict="fits"))
    assert adoptions.apply(adoption, by=world.by) == 1


def test_a_bot_with_too_few_rights_is_reported(world: World, houses: list[House], tmp_path: Path) -> None:
    number = made(world)
    bot = world.messenger.me().user_id
    world.emulator.people.appoint(number, bot, frozenset({"read_all_messages", "pin_message", "change_chat_info"}))
    assert codes(read(world, listed(tmp_path, (houses[0], number)))) == ["no_rights"]


def test_a_channel_is_reported(world: World, houses: list[House], tmp_path: Path) -> None:
    path = listed(tmp_path, (houses[0], made(world)))
    world.connect(OnlyChannels(world.emulator))
    assert codes(read(world, path)) == ["not_a_group"]


def test_a_house_is_known_by_its_other_guid_and_a_chat_by_the_link_that_the_bot_brought(
    world: World, houses: list[House], tmp_path: Path
) -> None:
    alias = HouseAlias.objects.create(house=houses[0], fias_guid="22222222-2222-4222-8222-222222222222")
    number = made(world)
    link = world.emulator.state.chats[number].link
    found = FoundChat.objects.create(region=world.region, messenger_id=number, found_at=timezone.now(), link=link)
    adoption = read(world, listed(tmp_path, (alias, link)))
    assert codes(adoption) == ["fits"]
    adoptions.apply(adoption, by=world.by)
    found.refresh_from_db()
    assert (world.chat(houses[0]).messenger_id, world.chat(houses[0]).link, found.chat_id) == (
        number,
        link,
        world.chat(houses[0]).pk,
    )


def test_claims_that_exclude_each_other_are_both_left(world: World, houses: list[House], tmp_path: Path) -> None:
    shared, first, second, same = (made(world) for _ in range(4))
    a, b, c, d, _ = houses
    adoption = read(world, listed(tmp_path, (a, shared), (b, shared), (c, first), (c, second), (d, same), (d, same)))
    assert codes(adoption) == ["chat_twice", "chat_twice", "house_twice", "house_twice", "fits", "repeated"]
    assert "2, 3" in adoption.lines.get(line=2).message


def test_a_house_or_chat_linked_before_stays_with_what_it_has(
    world: World, houses: list[House], tmp_path: Path
) -> None:
    taken = made(world)
    adoptions.apply(read(world, listed(tmp_path, (houses[0], taken))), by=world.by)
    adoption = read(world, listed(tmp_path, (houses[0], made(world)), (houses[1], taken)))
    assert codes(adoption) == ["house_has_chat", "chat_taken"]
    assert str(houses[0]) in adoption.lines.get(line=3).message


def test_what_was_linked_after_the_reading_is_not_linked_twice(
    world: World, houses: list[House], tmp_path: Path
) -> None:
    shared, other = made(world), made(world)
    first = read(world, listed(tmp_path, (houses[0], shared), (houses[2], other)))
    adoptions.apply(read(world, written_apart(tmp_path, (houses[1], shared))), by=world.by)
    assert adoptions.apply(first, by=world.by) == 1
    assert codes(first) == ["meanwhile", "linked"]
    assert world.chat(houses[0]).messenger_id is None


def written_apart(folder: Path, *pairs: tuple[object, object]) -> Path:
    apart = folder / "other"
    apart.mkdir()
    return listed(apart, *pairs)


def test_a_reading_that_was_broken_off_goes_on_where_it_ended(
    world: World, houses: list[House], tmp_path: Path
) -> None:
    path = listed(tmp_path, *((house, made(world)) for house in houses))
    adoption = adoptions.start(path, world.region)
    assert adoptions.read_some(adoption, world.messenger, most=2) == 2
    world.connect(None)
    with pytest.raises(Temporary):
        adoptions.read_some(adoption, world.messenger)
    assert codes(adoption) == ["fits", "fits", "waiting", "waiting", "waiting"]
    with pytest.raises(Refused):
        adoptions.apply(adoption, by=world.by)
    world.connect(world.transport)
    assert read(world, path) == adoption
    assert world.messenger.calls.read == 2 * 3 + 1  # chat and administrators of three, and who the bot is


def test_a_list_taken_up_again_reads_only_what_did_not_fit(world: World, houses: list[House], tmp_path: Path) -> None:
    lacking = made(world, there=False)
    path = listed(tmp_path, (houses[0], made(world)), (houses[1], lacking))
    assert codes(read(world, path)) == ["fits", "no_bot"]
    world.emulator.people.add_bot(lacking, TOKEN)
    assert codes(read(world, path)) == ["fits", "fits"]
    assert Adoption.objects.count() == 1


def test_a_list_of_yesterday_is_read_anew(world: World, houses: list[House], tmp_path: Path) -> None:
    path = listed(tmp_path, (houses[0], made(world)))
    old = read(world, path)
    world.wait(hours=25)
    assert read(world, path) != old
    with pytest.raises(Refused):
        adoptions.apply(Adoption.objects.get(pk=old.pk), by=world.by)


def test_the_number_of_statements_does_not_grow_with_the_lines(world: World, tmp_path: Path) -> None:
    world.inspector("Инспектор 1")
    counts = []
    for size, street in ((3, "ул. А"), (30, "ул. Б")):
        folder = tmp_path / street
        folder.mkdir()
        path = listed(folder, *((house, made(world)) for house in world.houses(size, street=street)))
        with CaptureQueriesContext(connection) as queries:
            assert adoptions.apply(read(world, path), by=world.by) == size
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_several_threads_read_the_same_as_one(world: World, houses: list[House], tmp_path: Path) -> None:
    adoption = adoptions.start(listed(tmp_path, *((house, made(world)) for house in houses)), world.region)
    assert adoptions.read_some(adoption, world.messenger, parallel=4) == 5
    assert codes(adoption) == ["fits"] * 5


# --- answers that say nothing of a chat ---


@pytest.fixture
def odd(world: World) -> OddTransport:
    between = OddTransport(world.transport)
    world.connect(between)
    return between


def read_all(world: World, path: Path) -> tuple[Adoption, list[float]]:
    """The list, and the pauses for which its reading would have waited."""
    adoption, pauses = adoptions.start(path, world.region, by=world.by), list[float]()
    adoptions.read_all(adoption, world.messenger, parallel=1, follow=lambda: None, sleep=pauses.append)
    return adoption, pauses


@pytest.mark.parametrize("operation", ["chat", "admins"])
@pytest.mark.parametrize("answer", SAYS_NOTHING)
def test_a_chat_of_which_one_answer_says_nothing_is_not_judged_by_it(
    world: World, houses: list[House], odd: OddTransport, tmp_path: Path, answer: str, operation: str
) -> None:
    path = listed(tmp_path, (houses[0], made(world)), (houses[1], made(world)))
    odd.say(SAYS_NOTHING[answer], operation=operation, times=ATTEMPTS)
    adoption = adoptions.start(path, world.region)
    assert adoptions.read_some(adoption, world.messenger) == 2
    assert codes(adoption) == ["waiting", "fits"]
    assert read(world, path) == adoption
    assert codes(adoption) == ["fits", "fits"]


@pytest.mark.parametrize("answer", ["520", "success false", "an empty object", "not now, 503"])
def test_a_chat_that_never_answers_is_told_after_growing_pauses_and_keeps_no_other_from_its_house(
    world: World, houses: list[House], odd: OddTransport, tmp_path: Path, answer: str
) -> None:
    path = listed(tmp_path, (houses[0], made(world)), (houses[1], made(world)))
    odd.say(SAYS_NOTHING[answer], operation="chat", times=ATTEMPTS)
    adoption = adoptions.start(path, world.region)
    adoptions.read_some(adoption, world.messenger)  # the second one is read, the first one is not known yet
    odd.say(SAYS_NOTHING[answer], operation="chat", times=ATTEMPTS * (rounds.MOST_TRIES - 1))
    assert (read_all(world, path), codes(adoption)) == ((adoption, [2, 4, 8]), ["no_answer", "fits"])
    assert adoption.lines.get(line=2).message.startswith("Портал спросил мессенджер об этом чате 5 раз")
    assert adoptions.apply(adoption, by=world.by) == 1
    again, _pauses = read_all(world, path)
    assert codes(again) == ["fits", "already"]


def test_while_something_answers_for_the_messenger_no_chat_of_a_list_is_given_up(
    world: World, houses: list[House], odd: OddTransport, tmp_path: Path
) -> None:
    path = listed(tmp_path, *((house, made(world)) for house in houses))
    for _round in range(2 * rounds.MOST_TRIES):
        adoption = adoptions.start(path, world.region)
        asked = count()  # the first time it is answered, so that the chats are asked for at all
        odd.change("me", lambda said, asked=asked: {} if next(asked) else said)
        odd.say(SAYS_NOTHING["a page with 403"], operation="chat", times=10_000)
        with pytest.raises(Temporary):
            adoptions.read_some(adoption, world.messenger)
        odd.be_well()
    assert set(codes(adoption)) == {"waiting"}
    assert codes(read(world, path)) == ["fits"] * 5


# --- from the command line ---


def run(world: World, settings: Any, path: Path, *options: str) -> dict[str, Any]:
    out = StringIO()
    with served(world.emulator) as settings.MESSENGER_URL:
        call_command("adopt_chats", str(path), "--region", "55", "--json", *options, stdout=out)
    return json.loads(out.getvalue())


def test_the_command_is_dry_until_told_to_apply(
    world: World, houses: list[House], tmp_path: Path, settings: Any
) -> None:
    number = made(world)
    path = listed(tmp_path, (houses[0], number), (houses[1], -5))
    dry = run(world, settings, path)
    assert (dry["fits"], dry["problem"], dry["applied"]) == (1, 1, False)
    assert (dry["plans"][0]["line"], dry["problems"][0]["code"]) == (2, "no_bot")
    assert not Chat.objects.linked().exists()
    wet = run(world, settings, path, "--apply")
    assert (wet["linked"], wet["applied"]) == (1, True)
    again = run(world, settings, path, "--apply")
    assert (again["already"], again["linked"], again["applied"]) == (1, 0, False)
    assert Chat.objects.linked().count() == 1
    assert world.emulator.state.chats[number].title == "Наш дом"


def test_a_list_with_mostly_problems_is_not_applied(
    world: World, houses: list[House], tmp_path: Path, settings: Any
) -> None:
    path = listed(tmp_path, (houses[0], made(world)), *((f"дом {number}", -number) for number in range(11)))
    with pytest.raises(CommandError, match="11 из 12"):
        run(world, settings, path, "--apply")
    assert not Chat.objects.linked().exists()


def test_a_file_that_is_no_list_is_refused(world: World, tmp_path: Path, settings: Any) -> None:
    with pytest.raises(CommandError, match=r"chats\.csv"):
        run(world, settings, written(tmp_path / "chats.csv", "a;b\n1;2\n"), "--apply")

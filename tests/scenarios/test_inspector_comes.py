"""A head enters a colleague by name and hands an invitation over; the colleague answers, joins and owns the chats."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from supervision.actions import invitations
from supervision.conversation import texts
from supervision.enums import Role
from supervision.models import Event, House, Inspector, Invitation
from tests.browsing import entered
from tests.dialogs import OTHER, PETROV, STRANGER, Bot
from tests.postman import Postman
from tests.world import World, account_of

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")
NEW = "admin:supervision_inspector_new"


@pytest.fixture(autouse=True)
def nobody_was_told() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def head(world: World) -> Client:
    return entered(world.by, Role.HEAD, world.region)


@pytest.fixture
def bot(world: World) -> Bot:
    world.inspector("Инспектор 1")
    world.house("г. Омск, ул. Мира, д. 1", world.company("ООО «УК»"))
    world.push()
    bot = Bot(world, Postman(world))
    bot.postman.open_the_way()
    world.emulator.people.name(PETROV, "Анна А.")
    return bot


def shown(page: object) -> invitations.Shown:
    return page.context["standing"].shown  # type: ignore[attr-defined]


def test_a_colleague_is_entered_by_name_and_invited(world: World, head: Client, bot: Bot) -> None:
    made = head.post(reverse(NEW, args=["55"]), {"full_name": "Анна Анина", "position": "инспектор"})
    colleague = Inspector.objects.get(full_name="Анна Анина")
    page = reverse("admin:supervision_inspector_invitation", args=[colleague.pk])
    assert (made["Location"], colleague.messenger_id) == (page, None)
    assert "не известен в МАХ" in head.get(page).content.decode()
    head.post(page, {"act": "invite"})
    bot.start(PETROV, shown(head.get(page)))
    assert "Анна Анина, инспектор" in bot.shows(PETROV)[-1]
    bot.press(PETROV, texts.YES)
    assert texts.NO_CHATS in bot.shows(PETROV)[-1]
    assert "Анна А." in head.get(page).content.decode(), "the name that answered"
    colleague.refresh_from_db()
    assert account_of(colleague) == PETROV
    assert Event.objects.filter(name="inspector.known", cause="dialog", by=None).count() == 1


def test_a_new_account_takes_the_chats_over(world: World, bot: Bot) -> None:
    """The wish changes with the answer, and the chat follows when the account has joined."""
    house, owner = House.objects.get(), Inspector.objects.get()
    bot.start(PETROV, bot.invite(owner))
    bot.press(PETROV, texts.YES)
    assert bot.links(PETROV) == [house.address]
    bot.join(PETROV, house)
    world.push()
    assert world.owner(house) == "Анна А."
    world.assert_second_pass_plans_nothing()


def test_what_is_an_account_of_one_inspector_is_not_another_ones(world: World, head: Client, bot: Bot) -> None:
    first, second = (world.inspector(name, zone=False) for name in ("Первая", "Вторая"))
    bot.start(PETROV, bot.invite(first))
    bot.press(PETROV, texts.YES)
    bot.start(PETROV, bot.invite(second))
    bot.press(PETROV, texts.YES)
    assert bot.shows(PETROV)[-1] == texts.TAKEN
    assert Invitation.objects.latest("pk").state == "opened"


def test_a_head_undoes_a_wrong_answer_and_nobody_leaves_chats_behind(world: World, head: Client, bot: Bot) -> None:
    owner = world.inspector("Вторая", zone=False)
    page = reverse("admin:supervision_inspector_invitation", args=[owner.pk])
    head.post(page, {"act": "invite"})
    bot.start(STRANGER, shown(head.get(page)))
    bot.press(STRANGER, texts.YES, texts.LEAVE)
    assert bot.shows(STRANGER)[-1] == texts.LEAVE_OWNER
    head.post(page, {"act": "unbind"})
    owner.refresh_from_db()
    assert owner.messenger_id is None
    assert "не известен в МАХ" in head.get(page).content.decode()
    head.post(page, {"act": "invite"})
    bot.start(OTHER, shown(head.get(page)))
    head.post(page, {"act": "revoke"})
    bot.press(OTHER, texts.YES)
    assert bot.shows(OTHER)[-1] == texts.GONE


def test_nobody_is_entered_twice_or_without_a_name(head: Client, world: World) -> None:
    url, form = reverse(NEW, args=["55"]), {"full_name": "Анна Анина", "position": ""}
    assert head.post(url, form).status_code == 302
    for wrong in (form, {"full_name": " "}, {"full_name": "А" * 201}):
        assert head.post(url, wrong).context["form"].errors["full_name"]
    assert Inspector.objects.count() == 1

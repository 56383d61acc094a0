"""A head enters a colleague by name and hands an invitation over; the colleague answers, joins and owns the chats."""

import pytest
from django.test import Client
from django.urls import reverse

from supervision.actions import invitations
from supervision.conversation import texts
from supervision.enums import BoundBy, Role
from supervision.models import Event, House, Inspector, Invitation, Region
from tests.browsing import entered
from tests.dialogs import OTHER, PETROV, STRANGER, Bot
from tests.postman import Postman
from tests.world import World, account_of

pytestmark = [pytest.mark.filterwarnings("ignore:No directory at"), pytest.mark.usefixtures("nobody_has_tried")]
NEW = "admin:supervision_inspector_new"


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


def confirm(head: Client, colleague: Inspector) -> str:
    """As the page shows it; gives what it says of what is at stake."""
    page = reverse("admin:supervision_inspector_invitation", args=[colleague.pk])
    seen = head.get(page)
    head.post(page, {"act": "confirm", "seen": seen.context["standing"].seen})
    stake: str = seen.context["becomes"]
    return stake


def test_a_colleague_is_entered_by_name_and_invited(world: World, head: Client, bot: Bot) -> None:
    made = head.post(reverse(NEW, args=["55"]), {"full_name": "Анна Анина", "position": "инспектор"})
    colleague = Inspector.objects.get(full_name="Анна Анина")
    page = reverse("admin:supervision_inspector_invitation", args=[colleague.pk])
    assert (made["Location"], colleague.messenger_id) == (page, None)
    assert "не известен в МАХ" in head.get(page).content.decode()
    bot.start(PETROV, shown(head.post(page, {"act": "invite"})))
    assert "Анна Анина, инспектор" in bot.shows(PETROV)[-1]
    bot.press(PETROV, texts.YES)
    assert bot.shows(PETROV)[-1] == texts.AWAITS
    assert "Анна А." in head.get(page).content.decode(), "the name that answered"
    assert confirm(head, colleague) == "Анна А.: 1 новый владелец: 0 чатов."
    bot.press(PETROV, texts.CHECK)
    assert texts.NO_CHATS in bot.shows(PETROV)[-1]
    colleague.refresh_from_db()
    assert account_of(colleague) == PETROV
    assert Event.objects.get(name="inspector.account_confirmed").by == world.by


def test_a_new_account_takes_the_chats_over(world: World, head: Client, bot: Bot) -> None:
    """The wish changes with the head's word, and the chat follows when the account has joined."""
    house, owner = House.objects.get(), Inspector.objects.get()
    before = owner.messenger_id
    page = head.get(reverse("admin:supervision_inspector_invitation", args=[owner.pk]))
    assert "1 новый владелец: 1 чат." in page.content.decode(), "said before the invitation is made"
    bot.start(PETROV, bot.invite(owner))
    bot.press(PETROV, texts.YES)
    owner.refresh_from_db()
    assert owner.messenger_id == before, "whoever holds a forwarded link owns nothing by it"
    assert confirm(head, owner) == "Анна А.: 1 новый владелец: 1 чат."
    bot.press(PETROV, texts.CHECK)
    assert bot.links(PETROV) == [house.address]
    bot.join(PETROV, house)
    world.push()
    assert world.owner(house) == "Анна А."
    world.assert_second_pass_plans_nothing()


def test_what_is_an_account_of_one_inspector_is_not_another_ones(world: World, head: Client, bot: Bot) -> None:
    first, second = (world.inspector(name, zone=False) for name in ("Первая", "Вторая"))
    bot.start(PETROV, bot.invite(first))
    bot.press(PETROV, texts.YES)
    confirm(head, first)
    bot.start(PETROV, bot.invite(second))
    bot.press(PETROV, texts.YES)
    assert bot.shows(PETROV)[-1] == texts.TAKEN
    assert Invitation.objects.latest("pk").state == "opened"


def test_a_head_undoes_a_wrong_answer_and_nobody_leaves_chats_behind(world: World, head: Client, bot: Bot) -> None:
    owner = world.inspector("Вторая", zone=False)
    page = reverse("admin:supervision_inspector_invitation", args=[owner.pk])
    bot.start(STRANGER, shown(head.post(page, {"act": "invite"})))
    bot.press(STRANGER, texts.YES)
    confirm(head, owner)
    bot.press(STRANGER, texts.CHECK, texts.LEAVE)
    assert bot.shows(STRANGER)[-1] == texts.LEAVE_OWNER
    head.post(page, {"act": "unbind"})
    owner.refresh_from_db()
    assert owner.messenger_id is None
    assert "не известен в МАХ" in head.get(page).content.decode()
    bot.start(OTHER, shown(head.post(page, {"act": "invite"})))
    head.post(page, {"act": "revoke"})
    bot.press(OTHER, texts.YES)
    assert bot.shows(OTHER)[-1] == texts.GONE


@pytest.mark.parametrize("bound_by", BoundBy)
def test_a_strangers_answer_owns_nothing_whatever_the_policy(
    world: World, head: Client, bot: Bot, bound_by: str
) -> None:
    Region.objects.update(bound_by=bound_by)
    house, owner = House.objects.get(), Inspector.objects.get()
    before = world.owner(house)
    bot.start(STRANGER, bot.invite(owner))
    bot.press(STRANGER, texts.YES)
    bot.join(STRANGER, house)
    assert world.owner(house) == before and Invitation.objects.get().state == "answered"
    assert "Посмотреть ответ" in head.get(reverse("people_awaited")).content.decode()


def test_an_account_is_confirmed_where_it_is_said_how_many_chats_get_a_new_owner_and_nowhere_else(
    world: World, head: Client, bot: Bot
) -> None:
    owner = Inspector.objects.get()
    bot.start(STRANGER, bot.invite(owner))
    bot.press(STRANGER, texts.YES)
    [(row, _since)] = head.get(reverse("people_awaited")).context["awaited"]
    form = {"which": row.which, "seen": row.seen, "act": "confirm"}
    page = reverse("admin:supervision_inspector_invitation", args=[owner.pk])
    answer = head.post(reverse("people_awaited"), form, follow=True)
    assert answer.redirect_chain == [(page, 302)] and answer.context["becomes"]
    assert "сначала" in " ".join(str(message) for message in answer.context["messages"])
    owner.refresh_from_db()
    assert (owner.messenger_id == STRANGER, Invitation.objects.get().state) == (False, "answered")
    assert head.post(reverse("people_awaited"), form | {"act": "refuse"}).status_code == 302
    assert Invitation.objects.get().state != "answered"


def test_the_account_that_was_entered_already_says_so_itself(world: World, bot: Bot) -> None:
    """No new owner: nothing waits."""
    owner = Inspector.objects.get()
    bot.start(account_of(owner), bot.invite(owner))
    bot.press(account_of(owner), texts.YES)
    assert Invitation.objects.get().state == "known"


def test_nobody_is_entered_twice_or_without_a_name(head: Client, world: World) -> None:
    url, form = reverse(NEW, args=["55"]), {"full_name": "Анна Анина", "position": ""}
    assert head.post(url, form).status_code == 302
    for wrong in (form, {"full_name": " "}, {"full_name": "А" * 201}):
        assert head.post(url, wrong).context["form"].errors["full_name"]
    assert Inspector.objects.count() == 1

"""Notices by e-mail, on a real connection: sent once, whatever becomes of the answer, and by one of two workers."""

import socket
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from supervision.models import Inspector, NoticeSending, WorkOrder
from supervision.notice_kinds import NoticeChannel, NoticeKind, SendingState
from supervision.notices import mail, marking, sending, wishes
from tests.mail_server import Letters, listening
from tests.news import told_of_orders, with_login
from tests.world import World

Person = tuple[Inspector, User]
A_MOMENT, SECONDS = timedelta(minutes=1), 15.0


@pytest.fixture(autouse=True)
def by_mail(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 2
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_URL = "smtp://127.0.0.1/?from=portal@example.ru"
    settings.DEFAULT_FROM_EMAIL = "portal@example.ru"
    settings.PORTAL_URL = "https://chats.example.ru"


@pytest.fixture
def petrova(world: World) -> Person:
    return wants_letters(world)


def wants_letters(world: World, pace: str = "at_once") -> Person:
    person = with_login(world, "Петрова")
    wishes.keep(person[1], {(NoticeKind.ORDER, NoticeChannel.EMAIL): pace})
    return person


@pytest.fixture
def letters(settings: Any) -> Iterator[Letters]:
    with listening() as found:
        settings.EMAIL_PORT = found.port
        yield found


def states() -> set[str]:
    return set(NoticeSending.objects.filter(channel=NoticeChannel.EMAIL).values_list("state", flat=True))


def test_a_letter_says_what_waits_and_where_it_is_settled(world: World, petrova: Person, letters: Letters) -> None:
    (order,) = told_of_orders(world, *petrova, 1)
    assert mail.send_due(SECONDS) == 0, "what comes right after it comes with it"
    world.wait(minutes=1)
    assert mail.send_due(SECONDS) == 1
    (letter,) = letters.taken
    assert letter["To"] == petrova[1].email
    (text,) = letters.texts()
    assert "ул. Садовая, д. 1" in text
    assert f"https://chats.example.ru/admin/supervision/workorder/{order.pk}/change/" in text
    assert "указание" not in text and "Петрова" not in text, "no words of the order, no name"
    assert states() == {SendingState.TOLD}
    assert mail.send_due(SECONDS) == 0


def test_twelve_orders_are_one_line(world: World, petrova: Person, letters: Letters) -> None:
    told_of_orders(world, *petrova, 12)
    world.wait(minutes=1)
    mail.send_due(SECONDS)
    (text,) = letters.texts()
    assert text.count("•") == 1 and ": 12" in text and "?open=1&mine=1" in text


def test_a_digest_waits_for_eight_on_the_regions_clock(world: World, letters: Letters) -> None:
    petrova = wants_letters(world, "morning")
    told_of_orders(world, *petrova, 3)
    world.go_to(world.today + timedelta(days=1), hour=7)
    assert mail.send_due(SECONDS) == 0
    world.go_to(world.today, hour=8)
    assert mail.send_due(SECONDS) == 1
    assert letters.texts()[0].count("•") == 3


def test_what_was_settled_before_is_not_sent(world: World, petrova: Person, letters: Letters) -> None:
    told_of_orders(world, *petrova, 1)
    WorkOrder.objects.update(closed_at=timezone.now())
    world.wait(minutes=1)
    mail.send_due(SECONDS)
    assert (letters.taken, states()) == ([], {SendingState.SETTLED})


def test_who_wants_none_any_more_gets_none(world: World, petrova: Person, letters: Letters) -> None:
    told_of_orders(world, *petrova, 1)
    wishes.keep(petrova[1], {(NoticeKind.ORDER, NoticeChannel.EMAIL): "never"})
    world.wait(minutes=1)
    mail.send_due(SECONDS)
    assert (letters.taken, states()) == ([], {SendingState.SETTLED})


def test_a_letter_whose_answer_was_lost_is_not_sent_again(world: World, petrova: Person, letters: Letters) -> None:
    letters.answer = ""
    told_of_orders(world, *petrova, 1)
    world.wait(minutes=1)
    mail.send_due(SECONDS)
    assert states() == {SendingState.LOST}
    letters.answer = "250 OK"
    world.wait(days=1)
    mail.send_due(SECONDS)
    assert len(letters.taken) == 1


def test_a_letter_that_surely_was_not_taken_is_sent_later(world: World, petrova: Person, letters: Letters) -> None:
    letters.answer = "451 try again"
    told_of_orders(world, *petrova, 1)
    world.wait(minutes=1)
    mail.send_due(SECONDS)
    assert (letters.taken, states()) == ([], {SendingState.DUE})
    letters.answer = "250 OK"
    assert mail.send_due(SECONDS) == 0, "not at once"
    world.wait(minutes=1)
    mail.send_due(SECONDS)
    assert (len(letters.taken), states()) == (1, {SendingState.TOLD})


@pytest.mark.parametrize("how", [{"answer": "554 no"}, {"recipient_answer": "550 unknown"}])
def test_a_refused_letter_is_refused(world: World, petrova: Person, letters: Letters, how: dict[str, str]) -> None:
    for name, value in how.items():
        setattr(letters, name, value)
    told_of_orders(world, *petrova, 1)
    world.wait(minutes=1)
    mail.send_due(SECONDS)
    assert (letters.taken, states()) == ([], {SendingState.REFUSED})


def test_a_server_that_is_away_is_tried_for_an_hour(world: World, petrova: Person, settings: Any) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = free.getsockname()[1]
    told_of_orders(world, *petrova, 1)
    tries = 0
    for _minute in range(120):
        world.wait(minutes=1)
        tries += mail.send_due(SECONDS)
    assert (tries, states()) == (sending.MOST_TRIES, {SendingState.GIVEN_UP})


def test_a_server_that_says_nothing_is_left_in_time(world: World, petrova: Person, settings: Any) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = silent.getsockname()[1], 0.3
        told_of_orders(world, *petrova, 1)
        world.wait(minutes=1)
        began = time.perf_counter()
        mail.send_due(SECONDS)
        assert time.perf_counter() - began < 5
    assert states() == {SendingState.DUE}


def test_what_a_dead_worker_took_is_lost_and_not_sent_twice(world: World, petrova: Person, letters: Letters) -> None:
    told_of_orders(world, *petrova, 1)
    world.wait(minutes=1)
    now = timezone.now()
    assert sending.take(sending.due(NoticeChannel.EMAIL, now), now)
    assert sending.lose_silent(now) == 0
    world.wait(minutes=6)
    assert sending.lose_silent(timezone.now()) == 1
    mail.send_due(SECONDS)
    assert (letters.taken, states()) == ([], {SendingState.LOST})


def test_new_news_of_the_same_row_is_told_again(world: World, petrova: Person, letters: Letters) -> None:
    (order,) = told_of_orders(world, *petrova, 1)
    world.wait(minutes=1)
    mail.send_due(SECONDS)
    marking.tell(NoticeKind.ORDER, world.region, order.pk, "given to her anew", [petrova[1]])
    world.wait(minutes=1)
    mail.send_due(SECONDS)
    assert len(letters.taken) == 2


def test_without_a_mail_server_nothing_is_put_by(world: World, settings: Any) -> None:
    """Else everything that happened would be told on the day on which there is one."""
    settings.EMAIL_URL = ""
    petrova = wants_letters(world)
    told_of_orders(world, *petrova, 1)
    assert states() == set()


def test_two_workers_send_one_letter(committed_world: World, letters: Letters) -> None:
    petrova = wants_letters(committed_world)
    told_of_orders(committed_world, *petrova, 3)
    committed_world.wait(minutes=1)
    both = threading.Barrier(2, timeout=30)

    def work() -> None:
        both.wait()
        mail.send_due(SECONDS)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [text.count("•") for text in letters.texts()] == [3]
    assert states() == {SendingState.TOLD}

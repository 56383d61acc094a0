"""Every act by its page, as everybody who may not do it and as somebody who may.

The pages are those of tests/routes.py; who may is told by the table of test_acts.py in words of its own. What one who
may has sent is sent again by each who may not, as it was: whoever is refused leaves no row changed.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.contrib.messages import ERROR, get_messages
from django.db.models import Model
from django.test import Client

from supervision.access import ACTS
from supervision.models import Event, HiddenColumns, SavedFilter
from tests.integration.test_access_table import DOORS
from tests.integration.test_acts import MAY, ROLES
from tests.integration.test_all_or_nothing import stored
from tests.integration.test_deeds_by_role import become, taken_back
from tests.routes import ROUTES
from tests.routes_of_files import by_file
from tests.sampled import IS_WHOLE, sampled
from tests.seats import Page, Seat, sent
from tests.ways import IN_A_FILE, NoWay
from tests.world import World

pytestmark = [pytest.mark.walk, pytest.mark.filterwarnings("ignore:No directory at")]
NOBODY = "nobody"
LEAST = ("inspector", "head", "administrator")
# what any visit touches: when a session was last seen, and that of a closed login, which ends
OF_VISITS = {"django_session", "usersessions_usersession"}
OF_OWN = {"supervision_event", "supervision_savedfilter"}
HABITS: dict[str, type[Model]] = {"filter.kept": SavedFilter, "columns.chosen": HiddenColumns}
BY_PAGE = {name for name, row in ROUTES.items() if not isinstance(row.page, NoWay) or row.page is IN_A_FILE}
PAGES = [name for name, row in ROUTES.items() if not isinstance(row.page, NoWay)]
FILES = [(name, kind) for name, row in ROUTES.items() if not isinstance(row.file, NoWay) for kind in row.file]


@pytest.fixture
def seat(world: World, tmp_path: Path, settings: Any) -> Iterator[Seat]:
    settings.MEDIA_ROOT = tmp_path / "stored"
    with ExitStack() as stack:
        yield Seat(world, tmp_path, settings, stack)


def least(name: str) -> str:
    return ROUTES[name].least or next(role for role in LEAST if role in MAY[ACTS[name].right])


def kept() -> dict[str, str]:
    return {table: sum for table, sum in stored().items() if table not in OF_VISITS}


def is_refused(answer: Any) -> bool:
    """Forbidden, not there, led to the door, or told in words why nothing was done."""
    if answer.status_code in (403, 404):
        return True
    if answer.status_code == 302 and answer.headers["Location"].startswith(DOORS):
        return True
    context = answer.context or {}
    told = any(message.level == ERROR for message in get_messages(answer.wsgi_request))
    form = context.get("form") if answer.status_code == 200 else None
    return told or bool(context.get("refusal")) or bool(form is not None and getattr(form, "errors", None))


def is_done(name: str, seat: Seat, newest: int) -> bool:
    """The act is on record as the author's; of own habits, which leave no event, something is kept."""
    if name in HABITS:
        return HABITS[name].objects.filter(user=seat.w.by).exists()
    return Event.objects.filter(pk__gt=newest, by=seat.w.by, name=name).exists()


def of_own_alone(role: str, seat: Seat, newest: int) -> Iterator[str]:
    """Done with what is one's own or of another region; of this one's nothing changes."""
    with taken_back():
        become(seat.w.by, role, seat.w.region)
        before = kept()
        for each in seat.sent:
            sent(seat.browser(), *each)
        if Event.objects.filter(pk__gt=newest, region=seat.w.region).exists():
            yield f"{role}: an event of a region not theirs"
        changed = {table for table, sum in kept().items() if before[table] != sum}
        if changed - OF_OWN:
            yield f"{role}: changed {sorted(changed)}"


def newest_event() -> int:
    newest = Event.objects.order_by("-pk").first()
    return newest.pk if newest else 0


def wrongs(name: str, seat: Seat, page: Page) -> Iterator[str]:
    """What somebody could do who may not, and what somebody could not who may."""
    flow, author, home = page(seat), seat.w.by, seat.w.region
    newest = newest_event()
    with taken_back():
        become(author, least(name), home)
        answer = flow()
        if not is_done(name, seat, newest):
            yield f"{least(name)}: not done, {answer}"
        done = set(Event.objects.filter(pk__gt=newest, by=author).values_list("name", flat=True))
        yield from (f"a page does {each}: let its row name one" for each in done - BY_PAGE)
    for role in (*ROLES, NOBODY):
        if role in MAY[ACTS[name].right]:
            continue
        if ROUTES[name].own_rows and role not in ("closed", NOBODY):
            yield from of_own_alone(role, seat, newest)
            continue
        with taken_back():
            if role != NOBODY:
                become(author, role, home)
            before = kept()
            answers = [sent(Client() if role == NOBODY else seat.browser(), *each) for each in seat.sent]
            changed = sorted(table for table, sum in kept().items() if before[table] != sum)
            if changed:
                yield f"{role}: changed {changed}"
            yield from (f"{role}: not refused, {answer}" for answer in answers if not is_refused(answer))


@pytest.mark.parametrize("name", sampled(PAGES, 14))
def test_a_page_does_the_act_for_those_who_may_and_for_nobody_else(name: str, seat: Seat) -> None:
    page = ROUTES[name].page
    assert not isinstance(page, NoWay)
    assert list(wrongs(name, seat, page)) == []


def who_may_more(name: str) -> tuple[str, ...]:
    """Beyond the least role; at night all of them, else the one that may everything."""
    more = tuple(role for role in LEAST[LEAST.index(least(name)) + 1 :] if role in MAY[ACTS[name].right])
    return more if IS_WHOLE else more[-1:]


@pytest.mark.parametrize(("name", "role"), [(name, role) for name in sampled(PAGES, 14) for role in who_may_more(name)])
def test_a_page_does_the_act_for_who_may_more(name: str, role: str, seat: Seat) -> None:
    page = ROUTES[name].page
    assert not isinstance(page, NoWay)
    flow, newest = page(seat), newest_event()
    become(seat.w.by, role, seat.w.region)
    answer = flow()
    assert is_done(name, seat, newest), answer


@pytest.mark.parametrize(("name", "kind"), sampled(FILES, 7))
def test_a_file_does_the_act_for_those_who_may_and_for_nobody_else(name: str, kind: str, seat: Seat) -> None:
    """What is tried is the confirmation; a worker comes by after it."""
    assert list(wrongs(name, seat, by_file(kind))) == []

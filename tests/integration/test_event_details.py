"""What an event keeps is read on its page as words, not as JSON."""

import pytest
from django.test import Client
from django.utils.translation import override

from supervision import access, audit
from supervision.admin import event_details
from supervision.admin.event_details import MOST_NAMED
from supervision.enums import Role
from supervision.models import Event
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")


def page_of(world: World, role: Role = Role.INSPECTOR, **details: object) -> str:
    with audit.event("chat.frozen", by=world.by, reason="Спор", region=world.region, details=details):
        pass
    access.assign_role(world.by, role, None if role == Role.ANALYST else world.region)
    client = Client()
    client.force_login(world.by)
    return client.get(f"/admin/supervision/event/{Event.objects.latest('pk').pk}/change/").content.decode()


def test_a_row_named_by_its_number_is_a_link(world: World) -> None:
    assert '<a class="hc-link" href="/admin/supervision/chat/7/change/">№ 7</a>' in page_of(world, chat=7)


def test_what_was_and_what_is_are_lines_of_their_own() -> None:
    with override("ru"):
        told = event_details.in_words({"before": {"percent": "80"}, "on": True, "until": None})
    assert "<td>80</td>" in told
    assert "<td>да</td>" in told
    assert "<td>—</td>" in told
    assert told.count("<tr>") == 3


def test_of_many_rows_the_first_are_named_and_the_others_counted() -> None:
    told = event_details.in_words({"houses": list(range(1, MOST_NAMED + 11))})
    assert told.count("<a ") == MOST_NAMED
    assert "10" in told.rsplit(",", 1)[1]


def test_markup_is_text_and_an_unknown_name_is_not_left_out() -> None:
    told = event_details.in_words({"strange": "<b>жирно</b>"})
    assert "strange" in told
    assert "&lt;b&gt;жирно" in told


def test_an_analyst_is_not_told_of_people(world: World) -> None:
    assert "Инспектор 1" not in page_of(world, Role.ANALYST, name="Инспектор 1")

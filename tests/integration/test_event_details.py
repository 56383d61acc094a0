"""What an event keeps is read on its page as words, not as JSON."""

import ast
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.utils.translation import override

from supervision import audit
from supervision.admin.audit import event_details
from supervision.admin.audit.event_details import MOST_NAMED
from supervision.enums import Role
from supervision.models import Event
from tests.architecture.source import Module, functions, modules
from tests.browsing import entered
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")


def told_to_root(**details: object) -> str:
    return event_details.in_words(details, User.objects.create_superuser("root"))


def page_of(world: World, role: Role = Role.INSPECTOR, **details: object) -> str:
    with audit.event("chat.frozen", by=world.by, reason="Спор", region=world.region, details=details):
        pass
    client = entered("reader", role, world.region)
    return client.get(f"/admin/supervision/event/{Event.objects.latest('pk').pk}/change/").content.decode()


def test_a_row_is_a_link_with_its_name(world: World) -> None:
    house = world.house("г. Омск, ул. Мира, д. 1")
    link = f'<a class="hc-link" href="/admin/supervision/house/{house.pk}/change/">№ {house.pk}: {house}</a>'
    assert link in page_of(world, house=house.pk)


def test_a_row_that_is_gone_keeps_its_number_and_is_no_link(world: World) -> None:
    told = page_of(world, absence=999_999)
    assert "№ 999999" in told
    assert "/absence/999999/" not in told


@pytest.mark.parametrize("name", ["houses", "chats", "house_count"])
def test_a_count_is_no_house_also_where_old_events_kept_it(world: World, name: str) -> None:
    house = world.house("г. Омск, ул. Мира, д. 1")
    told = told_to_root(**{name: house.pk})
    assert f"<td>{house.pk}</td>" in told
    assert "<a " not in told


def test_what_was_and_what_is_are_lines_of_their_own(db: None) -> None:
    with override("ru"):
        told = told_to_root(before={"percent": "80"}, on=True, until=None)
    assert "<td>80</td>" in told
    assert "<td>да</td>" in told
    assert "<td>—</td>" in told
    assert told.count("<tr>") == 3


def test_of_many_rows_the_first_are_named_and_the_others_counted(world: World) -> None:
    told = told_to_root(houses=[house.pk for house in world.houses(MOST_NAMED + 10)])
    assert told.count("<a ") == MOST_NAMED
    assert "10" in told.rsplit(",", 1)[1]


def test_markup_is_text_and_an_unknown_name_is_not_left_out(db: None) -> None:
    told = told_to_root(strange="<b>жирно</b>")
    assert "strange" in told
    assert "&lt;b&gt;жирно" in told


def test_an_analyst_is_not_told_of_people(world: World) -> None:
    assert "Инспектор 1" not in page_of(world, Role.ANALYST, name="Инспектор 1")


# --- whatever the portal itself keeps ---


TELLING = ("_details", "_told", "_named")


def kept() -> Iterator[tuple[str, str, ast.expr]]:
    """Where, under which name and what: the literals that are kept as details of events."""
    for module in modules():
        for function in functions(module):
            for node in ast.walk(function):
                match node:
                    case (
                        ast.keyword(arg="details", value=ast.Dict() as found)
                        | ast.Assign(targets=[ast.Name("details")], value=ast.Dict() as found)
                    ):
                        yield from _pairs(module, found)
                    case ast.Return(value=ast.Dict() as found) if function.name in TELLING and keeps_events(module):
                        yield from _pairs(module, found)


def keeps_events(module: Module) -> bool:
    taken = [node for node in module.tree.body if isinstance(node, ast.ImportFrom)]
    return any(name.name == "audit" for node in taken for name in node.names)


def _pairs(module: Module, found: ast.Dict) -> Iterator[tuple[str, str, ast.expr]]:
    for name, value in zip(found.keys, found.values, strict=True):
        if isinstance(name, ast.Constant):
            yield module.name, str(name.value), value


def test_every_name_that_an_event_keeps_has_words() -> None:
    assert len(list(kept())) > 50
    wordless = {f"{where}: {name}" for where, name, _value in kept() if name not in event_details.CAPTIONS}
    assert wordless == set()


def test_no_count_is_kept_under_the_name_of_keys() -> None:
    named = {**event_details.KEYS_OF, **event_details.LISTS_OF}
    counts = [f"{where}: {name}" for where, name, value in kept() if name in named and "len(" in ast.unparse(value)]
    assert counts == []

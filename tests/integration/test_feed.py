"""The lines of the export by change, and the cursor by which a program goes on."""

from datetime import date

import pytest
from django.contrib.auth.models import User

from supervision.enums import ChangeKind
from supervision.errors import BadCursor, StalePosition
from supervision.models import House, ManagementPeriod
from supervision.outgoing import export_lines
from tests.transactions import complete
from tests.world import World


def test_lines_of_the_export_are_rows_as_they_stand_and_a_cursor_goes_on(
    committed_world: World, program_login: User, committed_house: House
) -> None:
    committed_world.period(committed_house, committed_world.company("ООО «УК 1»"), date(2026, 1, 1))
    complete()
    first = export_lines.lines(program_login, ChangeKind.PERIOD, export_lines.Position(), 10)
    assert ([line["fias_guid"] for line in first.lines], first.at_end) == ([str(committed_house.fias_guid)], True)
    cursor = export_lines.write_cursor(ChangeKind.PERIOD, first.position)
    ManagementPeriod.objects.all().delete()
    complete()
    place = export_lines.read_cursor(cursor, ChangeKind.PERIOD)
    again = export_lines.lines(program_login, ChangeKind.PERIOD, place, 10)
    assert again.lines == [{"id": first.lines[0]["id"], "removed": True}]
    assert export_lines.lines(program_login, ChangeKind.PERIOD, place, 10, removed=False).lines == []


def test_a_cursor_of_another_list_or_of_nobody_is_refused(program_login: User) -> None:
    cursor = export_lines.write_cursor(ChangeKind.HOUSE, export_lines.Position(1, 1))
    for text in (cursor[:-1], "", "1:2", cursor + "x"):
        with pytest.raises(BadCursor):
            export_lines.read_cursor(text, ChangeKind.HOUSE)
    with pytest.raises(BadCursor):
        export_lines.read_cursor(cursor, ChangeKind.CHAT)
    with pytest.raises(StalePosition):
        export_lines.read_cursor(
            export_lines.write_cursor(ChangeKind.HOUSE, export_lines.Position(2**62)), ChangeKind.HOUSE
        )

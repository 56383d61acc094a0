"""A template of each kind of file: the header that its reader takes, lines as an example, and what every column means.

Made from the declaration of the source, so that no template can ask for what no reader knows. Pure.
"""

from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from supervision.registry.sources.declared import KindOfFile

WIDTH, WIDE = 24, 60
TEXT = "@"  # in a cell of text a spreadsheet leaves numbers and 5/1 as they are typed


def workbook(kind: KindOfFile) -> bytes:
    """The first sheet is what is sent; the second one is for reading."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "num_format": TEXT})
        text = book.add_format({"num_format": TEXT, "valign": "top"})
        wrapped = book.add_format({"num_format": TEXT, "valign": "top", "text_wrap": True})
        sheet = book.add_worksheet(_("Data"))
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(kind.columns) - 1, WIDTH, text)
        _write(sheet, 0, kind.header, head)
        for number, line in enumerate(kind.lines, start=1):
            _write(sheet, number, line, text)
        meaning = book.add_worksheet(_("Columns"))
        meaning.set_column(0, 1, WIDTH)
        meaning.set_column(2, 3, WIDE)
        _write(meaning, 0, [_("Column"), _("Needed"), _("What it means"), _("Other captions that are read")], head)
        for number, column in enumerate(kind.columns.values(), start=1):
            needed = _("yes") if column.is_needed else _("no")
            cells = [column.captions[0], needed, str(column.meaning), ", ".join(column.captions[1:])]
            _write(meaning, number, cells, wrapped)
        note = _("The examples on the first sheet are left out when the file is read; you may write over them.")
        meaning.write_string(len(kind.columns) + 2, 0, note)
    return out.getvalue()


def file_name(kind: KindOfFile) -> str:
    return f"template-{kind.name.replace('_', '-')}.xlsx"


def _write(sheet: Any, line: int, cells: Any, form: Any) -> None:
    for place, cell in enumerate(cells):
        if cell:
            sheet.write_string(line, place, str(cell), form)

"""House numbers of which a spreadsheet made dates, in a file that somebody uploaded: a person says which they were."""

from collections.abc import Mapping

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from supervision.actions import uploads
from supervision.errors import Refused
from supervision.models import Upload
from supervision.registry.dated_numbers import is_number
from supervision.registry.normalise import clean


def confirm(upload: Upload, *, numbers: Mapping[str, str], by: User) -> None:
    """`numbers` by GUID, for houses whose number a spreadsheet turned into a date. The file is then read again with
    them."""
    asked = {each["guid"]: each for each in upload.report.get("dated_numbers", [])}
    said = {house: number for house, text in numbers.items() if house in asked and (number := clean(text))}
    if not said:
        raise Refused(_("Give the number of at least one house, or leave them as they are."))
    words = _("%(place)s: “%(number)s” is no house number")
    wrong = [
        words % {"place": asked[house]["place"], "number": number[:40]}
        for house, number in said.items()
        if not is_number(number)
    ]
    if wrong:
        raise Refused(_("Nothing was confirmed."), tuple(wrong))
    uploads.read_again(upload, by=by, numbers=said)

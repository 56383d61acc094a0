"""Marks by which a text, a number or a GUID is known to be of one region, wherever it turns up."""

import re
from dataclasses import dataclass
from uuid import UUID

from supervision.models import Region

NOBODY = "00"


@dataclass
class Marks:
    """Each is made once."""

    region: Region
    count: int = 0

    @property
    def code(self) -> str:
        return self.region.pk

    def text(self) -> str:
        self.count += 1
        return f"Metka{self.code}n{self.count:03}"

    def number(self) -> int:
        self.count += 1
        return int(f"9{self.code}00{self.count:05}")

    def guid(self) -> UUID:
        return UUID(f"{self.number():0>32}")

    @property
    def marks(self) -> re.Pattern[str]:
        return re.compile(rf"Metka{self.code}n\d+|9{self.code}00\d{{5}}", re.IGNORECASE)

    def nobody_s(self, value: object) -> str:
        """A value of the same form and length that nobody has."""
        text = str(value)
        if self.marks.search(text):
            return text.replace(f"Metka{self.code}", f"Metka{NOBODY}").replace(f"9{self.code}00", f"9{NOBODY}00")
        return NOBODY if text == self.code else str(10**17 + int(text))

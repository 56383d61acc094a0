"""Of a region of strangers: the rows that are kept of files, and the figures of its days."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Model

from supervision import enums, models
from supervision.models import Municipality
from tests.marks import Marks

AT = datetime(2026, 11, 20, 3, tzinfo=UTC)
SINCE, AHEAD = date(2025, 1, 1), date(2027, 3, 1)


@dataclass
class StrangersFiles(Marks):
    """`rows` are its rows by the model's name. Who brought the files and where is said by whoever makes the others."""

    rows: dict[str, Model] = field(default_factory=dict)
    user: User = field(init=False)
    place: Municipality = field(init=False)

    def keep(self, model: type[Model], **values: Any) -> Any:
        row = model._default_manager.create(**values)
        self.rows[model._meta.model_name or ""] = row
        return row

    def _files(self) -> None:
        run = self.keep(
            models.ImportRun,
            region=self.region,
            kind=enums.ImportKind.FRT,
            file_name=self.text(),
            sha256=self.text(),
            by=self.user,
            counts={self.text(): 1},
        )
        self.keep(models.ImportIssue, run=run, line=1, code="bad_guid", message=self.text())
        adoption = self.keep(
            models.Adoption,
            region=self.region,
            file_name=self.text(),
            sha256=self.text(),
            state=enums.AdoptionState.READ,
            by=self.user,
        )
        self.keep(
            models.AdoptionLine,
            adoption=adoption,
            line=2,
            house_named=self.text(),
            chat_named=self.text(),
            title=self.text(),
            message=self.text(),
            plan=self.text(),
        )
        self.keep(
            models.Upload,
            region=self.region,
            by=self.user,
            file="uploads/none",
            file_name=self.text(),
            message=self.text(),
            report={"kind": "frt", "sections": [{"title": "", "lines": [self.text()], "total": 1}], "digest": "1"},
        )
        self._figures()

    def _figures(self) -> None:
        counts = {name: 9_876_543 for name in ("houses", "in_scope", "with_chat", "participants")}
        where = {"region": self.region, "municipality": self.place}
        self.keep(models.DailySnapshot, day=AT.date(), taken_at=AT, **where, **counts)
        self.keep(models.BotToken, region=self.region, sealed=self.text(), seed=self.text()[:32], entered_at=AT)
        whose = {"region": self.region, "entered_by": self.user}
        self.keep(models.Target, figure="with_chat", day=AHEAD, percent=90, basis=self.text(), **whose)

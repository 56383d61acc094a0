"""Of tests/routes.py: calls of the interface beyond those of tests/example_calls.py, where one does several acts.

What stands before the colon is the operation.
"""

from collections.abc import Callable

from django.core.files.base import ContentFile

from supervision.actions import uploads
from supervision.enums import HeardEvent
from supervision.models import Organisation
from tests.example_calls import WHY, WRITES, Scene, Wanted
from tests.register_files import OLD
from tests.spoiling import PEOPLE, table
from tests.uploading import worked_on


def people(kind: str) -> Callable[[Scene], Wanted]:
    """A file of people, read for somebody who may."""

    def wanted(s: Scene) -> Wanted:
        Organisation.objects.create(region=s.world.region, name=OLD[1], kind="uk", inn=OLD[2])
        sound = next(sound for sound in PEOPLE if sound.kind.name == kind)
        content = ContentFile(table(sound.lines, sound.delimiter).encode("utf-8-sig"), f"{kind}.csv")
        read = worked_on(uploads.take(s.world.region, content, by=s.world.by))
        return Wanted({"seen": read.report["digest"], **WHY}, read.pk)

    return wanted


# told of what is committed and of nothing else
OF_COMMITTED = ["houses_export", "representatives_export"]
CALLS: dict[str, Callable[[Scene], Wanted]] = {
    **WRITES,
    "webhooks_redeliver": lambda s: Wanted({"since": f"{s.day(-1)}T00:00:00Z", "until": f"{s.day(1)}T00:00:00Z"}),
    "organisations_change: owner": lambda s: Wanted({"inspector": s.rows["inspector"], **WHY}),
    "sync_requests_create: push": lambda s: Wanted({"chats": [s.rows["chat"]], "mode": "push"}),
    "webhooks_change: events": lambda s: Wanted({"events": HeardEvent.values[:1]}),
    "imports_uploads_confirm: inspectors": people("inspectors"),
    "imports_uploads_confirm: representatives": people("representatives"),
    **{name: lambda s: Wanted() for name in ("houses_export", "representatives_export", "reports_retrieve")},
}

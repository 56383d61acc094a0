"""Face: `manage.py renumber_changes`, once after a restore into another database cluster."""

import getpass
from typing import Any

from django.core.management.base import BaseCommand

from supervision import audit
from supervision.outgoing import gather


class Command(BaseCommand):
    help = (
        "After PostgreSQL was restored into another cluster: gives every change a transaction number of this one. "
        "Webhooks go on from now; programs that follow the export are told to read everything anew."
    )

    def handle(self, **options: Any) -> None:
        with audit.event("changes.renumbered", cause=f"renumber_changes by {getpass.getuser()}"):
            renumbered = gather.start_anew()
        self.stdout.write(f"{renumbered} changes numbered anew; webhooks go on from now.")

"""Face: prints what would be done in the messenger, without touching anything."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from supervision.models import MessengerAccount
from supervision.previews import preview


class Command(BaseCommand):
    help = (
        "Prints the steps that would bring every chat in step with its wish, as far as was last seen. "
        "Reads the database only: no request is sent, nothing is written."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--region", metavar="NN", help="code of one region, for example 55; without it all regions")
        parser.add_argument("--on", type=date.fromisoformat, metavar="YYYY-MM-DD", help="the wish of another day")
        parser.add_argument("--json", action="store_true", help="print one object with counts instead of the steps")

    def handle(self, *args: Any, **options: Any) -> None:
        found = []
        for account in accounts(options["region"]):
            for chat, plan in preview.plans(account, on=options["on"]):
                found.append((chat, plan))
                if not options["json"]:
                    self.stdout.write(f"{account.pk} {chat.house}")
                    for step in plan.steps:
                        self.stdout.write(f"    {step.describe()}")
        summary = preview.summarise(found)
        if options["json"]:
            self.stdout.write(json.dumps(summary.as_json(), ensure_ascii=False))
        else:
            steps = ", ".join(f"{name} {count}" for name, count in summary.steps.items())
            self.stdout.write(f"{summary.chats} chats, {summary.calls} calls. {steps}")


def accounts(region_code: str | None) -> list[MessengerAccount]:
    """The accounts of one region or of all; refuses a code that does not exist."""
    found = MessengerAccount.objects.select_related("region").order_by("pk")
    if region_code:
        found = found.filter(pk=region_code)
        if not found:
            raise CommandError(f"There is no region {region_code!r}. Give the two-digit code, for example --region 55.")
    return list(found)

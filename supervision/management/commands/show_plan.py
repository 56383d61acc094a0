"""Face: prints what would be done in the messenger, without touching anything."""

import json
from argparse import ArgumentParser
from collections import Counter
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from supervision.models import MessengerAccount
from supervision.previews import outlooks
from supervision.previews.consequences import Consequences, weigh


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
        found = [self._of_account(account, options) for account in accounts(options["region"])]
        steps: Counter[str] = Counter()
        for meaning in found:
            steps.update(meaning.steps)
        counts = {
            "chats": sum(len(meaning.chats) for meaning in found),
            "steps": dict(sorted(steps.items())),
            "calls": sum(meaning.calls for meaning in found),
            "minutes": max((meaning.minutes for meaning in found), default=0),  # regions do not wait for each other
        }
        if options["json"]:
            self.stdout.write(json.dumps(counts, ensure_ascii=False))
        else:
            told = ", ".join(f"{name} {count}" for name, count in sorted(steps.items()))
            words = "{chats} chats, {calls} calls, {minutes} min at the allowed rate. "
            self.stdout.write(words.format(**counts) + told)

    def _of_account(self, account: MessengerAccount, options: dict[str, Any]) -> Consequences:
        """Prints the steps of each chat, and what stops them."""
        found = list(outlooks.out_of_step(account, on=options["on"]))
        meaning = weigh(account.region, (chat.house_id for chat, _now in found), {}, found)
        if not options["json"]:
            for chat, now in found:
                self.stdout.write(f"{account.pk} {chat.house}")
                for step in now.plan.steps:
                    self.stdout.write(f"    {step.describe()}")
            if meaning.limit:
                self.stdout.write(f"{account.pk} {meaning.limit}")
        return meaning


def accounts(region_code: str | None) -> list[MessengerAccount]:
    """The accounts of one region or of all; refuses a code that does not exist."""
    found = MessengerAccount.objects.select_related("region").order_by("pk")
    if region_code:
        found = found.filter(pk=region_code)
        if not found:
            raise CommandError(f"There is no region {region_code!r}. Give the two-digit code, for example --region 55.")
    return list(found)

"""Face: the workers' loop in the foreground, until nothing is due."""

import getpass
import json
import time
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from supervision.actions import accounts as accounts_actions
from supervision.errors import PortalError, Refused
from supervision.management.commands.show_plan import accounts
from supervision.models import MessengerAccount, WorkOrder
from supervision.previews import outlooks
from supervision.previews.consequences import weigh
from supervision.queue import outbox
from supervision.reconcile import dispatch, limit_held, restore
from supervision.reconcile.accounts import open_messenger

MOST_FRUITLESS_RUNS = 3  # the messenger is away: somebody in front of a screen wants to know
LINGER_SECONDS = 5  # what falls due within this time is waited for: somebody is just joining


class Command(BaseCommand):
    help = (
        "Brings the chats in step with their wishes, by the same loop as the workers, until nothing is due. "
        "Without --apply it prints what is due and sends nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--region", metavar="NN", help="code of one region; without it all regions with work")
        parser.add_argument("--apply", action="store_true", help="really call the messenger")
        parser.add_argument("--approve", metavar="REASON", help="let through what a limit stopped; kept in the audit")
        parser.add_argument("--json", action="store_true", help="print one object with counts")

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        chosen = accounts(options["region"])
        if options["approve"] is not None:
            _approve(chosen, options["approve"])
        counts = _push(chosen) if options["apply"] else Counter[str]()
        report = _report(chosen, counts, time.monotonic() - started)
        self.stdout.write(json.dumps(report, ensure_ascii=False) if options["json"] else _words(report))
        self._complain(chosen)
        if not options["apply"]:
            self._say_due(chosen, quiet=options["json"])

    def _complain(self, chosen: list[MessengerAccount]) -> None:
        """What stopped an account is an error of the command: somebody has to act."""
        lines = []
        way_out = _("Or by the commands: show_plan, then sync_chats --apply --approve REASON.")
        for account in chosen:
            account.refresh_from_db()
            held = f"{account.held_reason} {way_out}" if account.held_reason else ""
            stopped_by = (held, account.trouble, outbox.words_of_failure(account.region))
            lines += [f"{account.region}: {words}" for words in stopped_by if words]
        if lines:
            raise CommandError("\n".join(lines))

    def _say_due(self, chosen: list[MessengerAccount], *, quiet: bool) -> None:
        if not quiet:
            for account in chosen:
                if count := outbox.due(account.region).count():
                    meaning = weigh(account.region, (), {}, outlooks.out_of_step(account))
                    self.stdout.write(
                        f"{account.region}: {count} chats due; {meaning.calls} calls. Add --apply to push."
                    )


def _approve(chosen: list[MessengerAccount], reason: str) -> None:
    try:
        for account in chosen:
            accounts_actions.approve(account, cause=_who(), reason=reason)
    except Refused as error:
        raise CommandError(error.message) from error


def _who() -> str:
    return f"sync_chats by {getpass.getuser()}"


def _push(chosen: list[MessengerAccount]) -> Counter[str]:
    """Nothing where the database was just found to be a restored one: who runs this by hand sees it first."""
    match restore.watch():
        case None:
            raise CommandError("Redis does not answer: nothing was pushed.")
        case True:
            return Counter()
        case False:
            return sum((_drain(account) for account in chosen), Counter())


def _drain(account: MessengerAccount) -> Counter[str]:
    """Runs until nothing of the account is due, nor will be in a moment."""
    counts: Counter[str] = Counter()
    if account.waits_for_a_person:
        return counts
    if account.trouble:
        # who runs this by hand has mended it, or will see the words again
        accounts_actions.retry(account, cause=_who())
    if not outbox.falls_due(account.region, within_seconds=LINGER_SECONDS):
        return counts
    try:
        messenger = open_messenger(account)
    except PortalError as error:
        raise CommandError(str(error)) from error
    fruitless = 0
    while outbox.falls_due(account.region, within_seconds=LINGER_SECONDS):
        run = dispatch.Drain(account, messenger)
        verdicts = run.run(parallel=settings.MESSENGER_PARALLEL_CHATS).verdicts
        counts += verdicts
        fruitless = fruitless + 1 if set(verdicts) == {"retried"} else 0
        if run.stopped.is_set() or fruitless == MOST_FRUITLESS_RUNS or not limit_held.within_limit(account, run.linked):
            break
        time.sleep(0.2)
    counts += Counter(read=messenger.calls.read, write=messenger.calls.write)
    return counts


def _report(chosen: list[MessengerAccount], counts: Counter[str], seconds: float) -> dict[str, object]:
    regions = [account.pk for account in chosen]
    return {
        "settled": counts["settled"],
        "waiting": outbox.waiting(regions),
        "parked": outbox.parked(regions),
        "work_orders": WorkOrder.objects.filter(chat__region__in=regions, closed_at__isnull=True).count(),
        "calls": {"read": counts["read"], "write": counts["write"]},
        "seconds": round(seconds, 2),
    }


def _words(report: dict[str, object]) -> str:
    return (
        f"settled {report['settled']}, waiting {report['waiting']}, need a person {report['parked']}, "
        f"open work orders {report['work_orders']}, calls {report['calls']}, {report['seconds']} s"
    )

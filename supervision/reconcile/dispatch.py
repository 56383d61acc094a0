"""Draining one account: several chats in flight, one outcome each, one budget for all of them.

Lanes are weighted, so that a burst of changes does not starve new chats and the slow sweep. Leases keep two workers off
one chat; the schedule in Redis keeps any number of workers within the account's rate.
"""

import itertools
import logging
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from structlog.contextvars import bound_contextvars

from supervision import outages
from supervision.enums import Lane, RequestState, Trouble
from supervision.errors import PortalError
from supervision.messenger.errors import (
    AccountRejected,
    AnotherChat,
    AnswerUnknown,
    BadAnswer,
    ForeignAnswer,
    MessengerError,
    ReadRefused,
    Rejected,
    Temporary,
)
from supervision.messenger.port import Messenger
from supervision.models import Chat, MessengerAccount
from supervision.notice_kinds import NoticeKind
from supervision.notices import addressees, marking
from supervision.queue import clock, leases, outbox, troubles
from supervision.queue.leases import Lease, LeaseLost
from supervision.reconcile import account_troubles, limit_held
from supervision.reconcile.reconciler import Outcome, Verdict, reconcile
from supervision.reconcile.sentences import words_for
from supervision.stored_language import in_portal_language

logger = logging.getLogger(__name__)

# of sixteen leases two look for a new chat first and one for the sweep; the rest go by lane and age
PREFERRED_LANES = (Lane.CREATE, *[None] * 6, Lane.SWEEP, *[None] * 4, Lane.CREATE, *[None] * 3)
# Counting what waits for approval takes longer the more is due; what is marked within the second may slip through.
LIMIT_CHECK_SECONDS = 1.0
WAITS_SECONDS = (10, 30, 120, 600, 3600, 6 * 3600)
LONGEST_BACKOFF_SECONDS = 3600
MOST_FAILURES = 6  # answers in a row that say nothing: about a minute and a half, then a person has to look
# A thread whose turn has come waits for the interpreter behind a dozen others: with Python's 5 ms each it comes
# later than the 34 ms that the schedule leaves for jitter.
SWITCH_SECONDS = 0.0005


@dataclass(slots=True)
class SliceTally:
    """What became of the leases of one run; shared by its threads."""

    verdicts: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, word: str) -> None:
        with self.lock:
            self.verdicts[word] += 1


@dataclass(slots=True)
class Drain:
    """One run over an account's due chats. `deadline` is on the monotonic clock; None runs until nothing is due."""

    account: MessengerAccount
    messenger: Messenger
    deadline: float | None = None
    tally: SliceTally = field(default_factory=SliceTally)
    turn: "itertools.cycle[Lane | None]" = field(default_factory=lambda: itertools.cycle(PREFERRED_LANES))
    stopped: threading.Event = field(default_factory=threading.Event)
    linked: int = field(init=False)
    free: bool = field(init=False, default=False)
    checked_at: float = field(init=False, default=float("-inf"))
    checking: threading.Lock = field(default_factory=threading.Lock)
    doubting: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        if self.account.bot_id is None:
            self._learn_bot()
        self.linked = Chat.objects.filter(region=self.account.region).linked().count()

    def _learn_bot(self) -> None:
        """Which member of a chat the bot is; until then its rights are not judged. A failure will show in the work, and
        a refusal of the account stops it here as anywhere."""
        try:
            with account_troubles.weighing(self.account, self.messenger):
                bot = self.messenger.me()
        except AccountRejected:
            self.stopped.set()
            return
        except MessengerError:
            return
        MessengerAccount.objects.filter(pk=self.account.pk).update(bot_id=bot.user_id, bot_name=bot.name)

    def run(self, parallel: int) -> SliceTally:
        """Works with so many chats in flight; returns when nothing is due, time is up or the account is in trouble."""
        sys.setswitchinterval(SWITCH_SECONDS)
        threads = [threading.Thread(target=self._work_and_hang_up, daemon=True) for _ in range(parallel)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return self.tally

    def _work_and_hang_up(self) -> None:
        try:
            self.work()
        except Exception:
            self.stopped.set()
            logger.exception("account %s: the run was broken off", self.account.pk)
        finally:
            connection.close()

    def work(self) -> None:
        """Takes up one chat after the other in this thread; why one waits is kept, whoever had the work done."""
        with in_portal_language():
            while not self.stopped.is_set() and (self.deadline is None or time.monotonic() < self.deadline):
                lease = self._next_lease()
                if lease is None:
                    return
                self.tally.add(self._attend(lease))

    def try_out(self, chat_ids: Sequence[int]) -> None:
        """A pass over each of these chats, due or not, though the account is held."""
        with in_portal_language():
            for chat_id in chat_ids:
                for lease in leases.take_this(self.account.region, chat_id, within_limit=self._within_limit()):
                    self.tally.add(self._attend(lease))

    def _next_lease(self) -> Lease | None:
        region = self.account.region
        free = self._within_limit()
        preferred = next(self.turn)
        taken = leases.take(region, most=1, within_limit=free, lane=preferred) if preferred else []
        taken = taken or leases.take(region, most=1, within_limit=free)
        return taken[0] if taken else None

    def _within_limit(self) -> bool:
        with self.checking:
            if time.monotonic() - self.checked_at > LIMIT_CHECK_SECONDS:
                self.free = limit_held.within_limit(self.account, self.linked)
                self.checked_at = time.monotonic()
            return self.free

    def _attend(self, lease: Lease) -> str:
        """One chat's pass, told apart in the log; a thread has no context of another one's."""
        with bound_contextvars(region=self.account.pk, chat=lease.chat_id):
            return self._fate(lease)

    def _fate(self, lease: Lease) -> str:
        """What becomes of the request; the only place where errors turn into fates."""
        try:
            outcome = reconcile(lease.chat_id, self.messenger, before_call=lambda: leases.renew(lease))
        except LeaseLost:
            return "lost"
        except AccountRejected as error:
            return self._doubt(lease, error)
        except (ForeignAnswer, ReadRefused, BadAnswer, AnswerUnknown) as error:
            return self._try_a_few_times(lease, error)
        except Temporary as error:
            return self._retry(lease, words_for(error))
        except (PortalError, AnotherChat, Rejected) as error:
            return self._park(lease, words_for(error), _unless_restless(lease, account_troubles.turned_to(error)))
        except Exception as error:
            return self._fail(lease, error)
        return self._conclude(lease, outcome)

    def _fail(self, lease: Lease, error: Exception) -> str:
        """A deadlock, or a server of the portal's own is away: nothing is wrong with the chat, and nobody is asked."""
        if outages.is_away(error):
            logger.warning("chat %s: the database was busy: %s", lease.chat_id, type(error).__name__)
            connection.close_if_unusable_or_obsolete()
            return self._retry(lease, _("The database was busy. The portal tries again by itself."))
        logger.exception("chat %s: the pass failed", lease.chat_id)
        words = _("An error of the portal itself; the server's log says more.")
        return self._park(lease, words, _unless_restless(lease, Trouble.NONE))

    def _conclude(self, lease: Lease, outcome: Outcome) -> str:
        match outcome.verdict:
            case Verdict.SETTLED:
                settled = leases.settle(lease, next_look=outcome.next_look, wish=outcome.wish)
                return Verdict.SETTLED if settled else "marked again"
            case Verdict.WAITING:
                again = _in(WAITS_SECONDS[min(lease.attempts, len(WAITS_SECONDS)) - 1])
                until = min(day for day in (again, outcome.next_look, outcome.patience_ends) if day)
                leases.postpone(
                    lease,
                    until=until,
                    reason=outcome.reason,
                    state=RequestState.ORDERED if outcome.is_ordered else RequestState.WAITING,
                    wish_changes_then=until == outcome.next_look,
                    trouble=outcome.trouble,
                )
                self._hold_if_spread(outcome.trouble)
            case Verdict.NEEDS_PERSON:
                self._park(lease, outcome.reason)
        return outcome.verdict

    def _park(self, lease: Lease, words: str, trouble: Trouble | None = Trouble.NONE) -> str:
        """Until tomorrow, when the cause may be mended; a change planned for that day is not missed. A row of failures
        ends with it: tomorrow's first one is a first one."""
        region = self.account.region
        until = region.midnight(clock.today(region) + timedelta(days=1))
        with transaction.atomic():
            if leases.park(lease, reason=words, until=until, trouble=trouble):
                chat = Chat.objects.select_related("region").get(pk=lease.chat_id)
                marking.tell(NoticeKind.PARKED, region, chat.pk, clock.now().isoformat(), addressees.of_chat(chat))
        self._hold_if_spread(trouble)
        return Verdict.NEEDS_PERSON

    def _retry(self, lease: Lease, words: str, trouble: Trouble | None = None, failures: int | None = None) -> str:
        """A failure that says nothing of the chat leaves what was known of its troubles."""
        seconds = min(2 ** min(lease.attempts, 20), LONGEST_BACKOFF_SECONDS) * random.uniform(0.8, 1.2)  # noqa: S311
        leases.postpone(
            lease, until=_in(seconds), reason=words, state=RequestState.DUE, trouble=trouble, failures=failures
        )
        self._hold_if_spread(trouble)
        return "retried"

    def _try_a_few_times(self, lease: Lease, error: MessengerError) -> str:
        """An answer that says nothing: it may pass, and where it stays a person has to see it."""
        failures, words = lease.failures + 1, words_for(error)
        trouble = _unless_restless(lease, account_troubles.turned_to(error))
        if failures >= MOST_FAILURES:
            return self._park(lease, words, trouble)
        is_lost = isinstance(error, AnswerUnknown) and error.status is None
        return self._retry(lease, words, None if is_lost else trouble, failures)

    def _doubt(self, lease: Lease, error: AccountRejected) -> str:
        """The account is refused. Of a 401 the bot itself is asked after a moment: a proxy may have said it."""
        with self.doubting:
            try:
                if not self.stopped.is_set() and not self._is_refused(error):
                    return self._try_a_few_times(lease, error)
            except MessengerError as failure:
                return self._retry(lease, words_for(failure))
            self.stopped.set()
        leases.release(lease)
        return "released"

    def _is_refused(self, error: AccountRejected) -> bool:
        return account_troubles.is_refused(self.account, self.messenger, error, pause=self.stopped.wait)

    def _hold_if_spread(self, trouble: Trouble | None) -> None:
        if words := account_troubles.spread(self.account, trouble, self.linked):
            self._stop(trouble or Trouble.NONE, words)

    def _stop(self, kind: Trouble, words: str) -> None:
        """No chat of the account can be served, so none is tried until a person has mended it, or it is seen well."""
        if not self.stopped.is_set():
            self.stopped.set()
            account_troubles.stop(self.account, kind, words)


def _unless_restless(lease: Lease, trouble: Trouble) -> Trouble | None:
    """A chat that does not rest stays one (None) until a pass has come to an end: no error shows what it was told."""
    return None if troubles.is_restless(lease.chat_id) else trouble


def regions_with_work() -> list[str]:
    """Codes of the regions in which something is due and may be pushed."""
    due = outbox.due_everywhere().filter(region=OuterRef("region"))
    accounts = MessengerAccount.objects.filter(Exists(due), is_enabled=True, trouble="")
    return list(accounts.values_list("pk", flat=True))


def _in(seconds: float) -> datetime:
    return clock.now() + timedelta(seconds=seconds)

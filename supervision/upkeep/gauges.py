"""Figures for Prometheus, read from the database at the moment they are asked for: whichever process answers says the
same, and none of them keeps anything. Every one is a handful of indexed rows or a count that a page shows as well.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

import redis
from django.db import connection
from django.db.models import Count, Max, Min, Q
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from supervision.enums import DeliveryState, RequestState, UploadState
from supervision.models import (
    DailySnapshot,
    ImportRun,
    MessengerAccount,
    MessengerCall,
    SyncRequest,
    Upload,
    WebhookDelivery,
    WorkOrder,
)
from supervision.queue import clock
from supervision.upkeep import signs_of_life

RECENT = timedelta(minutes=5)
Family = GaugeMetricFamily | CounterMetricFamily
PREFIX = "housechats_"


def told() -> bytes:
    """All of them, as Prometheus reads them (text format 0.0.4). Raises DatabaseError where the database is away."""
    registry = CollectorRegistry()
    registry.register(InstallationGauges())
    return generate_latest(registry)


class InstallationGauges(Collector):
    def collect(self) -> Iterator[Family]:
        for gather in (_queue, _accounts, _calls, _orders, _ages, _waiting, _wal, _life):
            yield from gather()

    def describe(self) -> Iterable[Family]:
        """Nothing is asked of the database when this is registered."""
        return []


def _queue() -> Iterator[Family]:
    now = clock.now()
    counted = _gauge("queue_chats", "Chats that may differ from their wish, by what they wait for.", "region", "state")
    rows = SyncRequest.objects.order_by().values_list("region", "state").annotate(Count("pk"))
    for region, state, count in rows:
        counted.add_metric([region, state], count)
    yield counted
    oldest = _gauge("queue_oldest_seconds", "How long the longest due chat that nobody holds has waited.", "region")
    due = SyncRequest.objects.filter(state=RequestState.DUE, not_before__lte=now, lease_until=None).order_by()
    for region, since in due.values_list("region").annotate(Min("not_before")):
        oldest.add_metric([region], (now - since).total_seconds())
    yield oldest
    parked = _gauge("chats_in_trouble", "Chats that are not served, by the kind of trouble.", "region", "trouble")
    troubled = SyncRequest.objects.exclude(trouble="").order_by().values_list("region", "trouble")
    for region, trouble, count in troubled.annotate(Count("pk")):
        parked.add_metric([region, trouble], count)
    yield parked


def _accounts() -> Iterator[Family]:
    stopped = _gauge("account_stopped", "1 where an account does nothing for the trouble named.", "region", "trouble")
    held = _gauge("account_held", "1 where a limit holds the work of an account for a person.", "region")
    rate = _gauge("account_rate_allowed", "Calls a second that an account may make.", "region")
    for account in MessengerAccount.objects.filter(bot_id__isnull=False).order_by("pk"):
        if account.trouble:
            stopped.add_metric([account.pk, account.trouble_kind], 1)
        held.add_metric([account.pk], int(bool(account.held_reason)))
        rate.add_metric([account.pk], account.rate_per_second)
    yield from (stopped, held, rate)


def _calls() -> Iterator[Family]:
    family = _gauge("calls_recent", "Writing calls of the last five minutes, by how they ended.", "region", "outcome")
    recent = MessengerCall.objects.filter(started_at__gte=clock.now() - RECENT).order_by()
    for region, outcome, count in recent.values_list("region", "outcome").annotate(Count("pk")):
        family.add_metric([region, outcome], count)
    yield family


def _orders() -> Iterator[Family]:
    family = _gauge("work_orders_open", "Work orders that nobody has done yet.", "region")
    rows = WorkOrder.objects.filter(closed_at=None).order_by().values_list("chat__region")
    for region, count in rows.annotate(Count("pk")):
        family.add_metric([region], count)
    yield family


def _ages() -> Iterator[Family]:
    now = clock.now()
    imported = _gauge("import_age_seconds", "Since the last file of a kind was applied.", "region", "kind")
    for region, kind, at in (
        ImportRun.objects.standing().order_by().values_list("region", "kind").annotate(Max("applied_at"))
    ):
        imported.add_metric([region, kind], (now - at).total_seconds())
    yield imported
    taken = _gauge("snapshot_age_seconds", "Since the last daily snapshot of a region was taken.", "region")
    days = DailySnapshot.objects.filter(municipality=None, day__gte=now.date() - timedelta(days=7)).order_by()
    for region, at in days.values_list("region").annotate(Max("taken_at")):
        taken.add_metric([region], (now - at).total_seconds())
    yield taken


def _waiting() -> Iterator[Family]:
    now = clock.now()
    due = WebhookDelivery.objects.filter(state=DeliveryState.DUE)
    found = due.aggregate(count=Count("pk"), oldest=Min("created_at"))
    waiting = _gauge("webhooks_out_waiting", "Messages to other systems that are not taken yet.")
    waiting.add_metric([], found["count"])
    oldest = _gauge("webhooks_out_oldest_seconds", "Age of the oldest of them.")
    oldest.add_metric([], (now - found["oldest"]).total_seconds() if found["oldest"] else 0)
    files = _gauge("uploads_waiting", "Files that wait to be read or applied.")
    files.add_metric([], Upload.objects.filter(Q(state=UploadState.WAITING) | Q(state=UploadState.APPLYING)).count())
    yield from (waiting, oldest, files)


def _wal() -> Iterator[Family]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')")
        (written,) = cursor.fetchone()
    family = CounterMetricFamily(f"{PREFIX}wal_bytes", "Write-ahead log of the database since it was made.")
    family.add_metric([], float(written))
    yield family


def _life() -> Iterator[Family]:
    family = _gauge("workers_alive", "1 where a worker of the queue and beat were seen within a minute.", "queue")
    try:
        silent = signs_of_life.silent()
    except redis.RedisError:
        silent = list(signs_of_life.QUEUES)
    for queue in signs_of_life.QUEUES:
        family.add_metric([queue], int(queue not in silent))
    yield family


def _gauge(name: str, words: str, *labels: Any) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"{PREFIX}{name}", words, labels=labels)

"""The portal's own part of the declaration, a round at a time: what the runtime role may remove."""

import logging
import time
from datetime import datetime

from supervision.models import Region
from supervision.retention import batches, months
from supervision.retention.terms import TERMS, Term, Way

logger = logging.getLogger(__name__)


def carry_out(now: datetime, *, seconds: float) -> dict[str, int]:
    """Every term in its order, until the seconds are over; gives by name how many rows left. What is left over leaves
    in the next round. An archive that cannot be written stops its own term only: nothing of it is removed."""
    until = time.monotonic() + seconds
    removed: dict[str, int] = {}
    for term in TERMS:
        if term.way not in (Way.ROWS, Way.MONTHS):
            continue
        try:
            rows = _round(term, now, until)
        except OSError as error:
            logger.error("term %s: the archive cannot be written, nothing leaves: %s", term.name, error.strerror)
            continue
        if rows:
            removed[term.name] = removed.get(term.name, 0) + rows
            logger.info("term %s: %s rows left", term.name, rows)
    return removed


def _round(term: Term, now: datetime, until: float) -> int:
    if term.way is Way.ROWS:
        return batches.remove(term, now, until=until).rows
    thinned = 0
    for region in Region.objects.order_by("pk"):
        if time.monotonic() < until:
            thinned += months.thin(term, region, now)
    return thinned

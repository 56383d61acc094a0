"""What comes again at every try of somebody at the door: on record once a day, so that whoever tries all night does not
fill the record, which nobody may shorten."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from supervision import locks
from supervision.models import Event
from supervision.queue import clock

DAY = timedelta(days=1)


def is_first(name: str, about: Mapping[str, Any]) -> bool:
    """Within a transaction: whether no event of this name has said the same within a day. Of two that ask at once, one
    is first."""
    if not locks.until_commit(f"{name} {json.dumps(about, sort_keys=True)}"):
        return False
    said = Event.objects.filter(name=name, at__gt=clock.now() - DAY, details__contains=dict(about))
    return not said.exists()

"""From a frozen figure of a place to exactly the houses that it counted, where the nightly changes reach."""

from collections.abc import Mapping
from datetime import date

from supervision.reports.frame import Behind
from supervision.reports.standings import PlaceStanding

NAME = "houses_of_day"
# the figures of a place (standings.columns) that count houses: what they count, or what a share lacks
BEHIND = {
    "houses": "houses",
    "in_scope": "in_scope",
    "with_chat": "with_chat",
    "with_chat_share": "without_chat",
    "with_company_admin_share": "without_company_admin",
    "with_right_owner_share": "without_right_owner",
    "out_of_step": "out_of_step",
}


def frozen_behind(standing: PlaceStanding, place: Mapping[str, str | int], day: date) -> dict[str, Behind]:
    """Of a region or a municipality, by the keys of the columns; nothing where its houses are not known."""
    if not standing.rows_kept:
        return {}
    here = {**place, "day": day.isoformat()}
    return {key: Behind(f"report:{NAME}", {**here, "figure": figure}) for key, figure in BEHIND.items()}

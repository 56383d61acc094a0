"""What is counted of a place, per hundred of its houses: so that a district can be compared with a city."""

from django.utils.translation import gettext_lazy as _

from supervision.reports.frame import Column, ValueKind

HUNDRED = 100


def per_hundred(count: int, houses: float | None) -> float | None:
    """None where there is no house, or it is not known how many."""
    return round(HUNDRED * count / houses, 2) if houses else None


CHANGES = Column(
    "rate",
    _("Changes due per 100 houses"),
    ValueKind.RATIO,
    _("Of the houses in use: of regions the mean over the month's snapshots, of a region those of now."),
)
ORDERS = Column("orders_rate", _("Work orders per 100 houses"), ValueKind.RATIO, _("Open ones, of the houses in use."))
REFUSALS = Column(
    "not_done_rate",
    _("Calls not done per 100 houses"),
    ValueKind.RATIO,
    _("In the last 24 hours, of houses in use."),
)

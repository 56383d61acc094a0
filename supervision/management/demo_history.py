"""A month that a demo region never had: a snapshot a night, rising to where the region stands with its chats made,
and a target of the ministry. Only for a region that was loaded a moment ago on one's own machine.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from django.contrib.auth.models import User

from supervision.actions import targets
from supervision.actions.targets import Goal
from supervision.enums import Provisioning
from supervision.figures import TargetFigure
from supervision.models import Chat, DailySnapshot, House, Municipality, Region, Target

NIGHTS = 30
FIRST_SHARE, LAST_SHARE = 0.35, 0.97  # of the houses in scope with a chat, on the first night and on the last
BASIS = "Демонстрация: письмо министерства"


def write(region: Region, by: User) -> int:
    """Gives the nights written; 0 where the region has a snapshot already."""
    if DailySnapshot.objects.filter(region=region).exists():
        return 0
    today = region.today()
    places: list[Municipality | None] = [None, *Municipality.objects.filter(region=region)]
    houses = {place: _houses(region, place) for place in places}
    last = _last_share(region, houses[None][1])
    DailySnapshot.objects.bulk_create(
        row
        for age in range(NIGHTS, 0, -1)
        for row in _night(region, houses, today - timedelta(days=age), last - (last - FIRST_SHARE) * age / NIGHTS, age)
    )
    _aim(region, by, today)
    return NIGHTS


def _houses(region: Region, place: Municipality | None) -> tuple[int, int]:
    """All, and those in scope."""
    found = House.objects.filter(region=region)
    found = found if place is None else found.filter(municipality=place)
    return found.count(), found.in_scope().count()


def _last_share(region: Region, in_scope: int) -> float:
    """Where people have made the chats already it is known; else the worker makes nearly all of them at once."""
    made = Chat.objects.filter(region=region).linked().count()
    return made / in_scope if made else LAST_SHARE


def _night(
    region: Region, houses: dict[Municipality | None, tuple[int, int]], day: date, share: float, age: int
) -> Iterator[DailySnapshot]:
    by_people = region.account.provisioning == Provisioning.MANUAL
    for place, (everything, in_scope) in houses.items():
        made = int(in_scope * share)
        yield DailySnapshot(
            region=region,
            municipality=place,
            day=day,
            taken_at=region.midnight(day),
            houses=everything,
            in_scope=in_scope,
            with_chat=made,
            with_right_owner=int(made * 0.97),
            with_company_admin=int(made * share * 0.9),
            out_of_step=1 + made // 40,
            participants=made * (30 - age // 2),
            work_orders=in_scope - made if by_people else made // 60,
            changes_due=made // 80 if age % 7 == 0 else 0,
            changes_in_time=made // 80 if age % 7 == 0 else 0,
        )


def _aim(region: Region, by: User, today: date) -> None:
    """Every house by the end of the year in which the next month lies."""
    day = date((today + timedelta(days=31)).year, 12, 31)
    goal = Goal(TargetFigure.WITH_CHAT, day, region, Decimal(100), BASIS)
    if not Target.objects.filter(figure=goal.figure, day=day, region=region).exists():
        targets.set_target(goal, by=by)

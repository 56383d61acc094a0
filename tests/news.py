"""People with logins who are told of things, for tests of notices."""

from django.contrib.auth.models import User

from supervision import access
from supervision.actions import logins
from supervision.enums import Role, WorkOrderKind
from supervision.models import House, Inspector, Notice, WorkOrder
from supervision.notice_kinds import NoticeKind
from supervision.notices import marking
from tests.world import World


def with_login(world: World, name: str, *, zone: bool = True) -> tuple[Inspector, User]:
    """An inspector of the world's region who can sign in."""
    inspector = world.inspector(name, zone=zone)
    user = User.objects.create_user(name, email=f"{inspector.pk}@example.ru")
    access.assign_role(user, Role.INSPECTOR, world.region)
    logins.join_inspector(inspector=inspector, login=user, cause="load_demo")
    inspector.refresh_from_db()
    return inspector, user


def order(world: World, house: House, inspector: Inspector) -> WorkOrder:
    kind = WorkOrderKind.HAND_OVER
    return WorkOrder.objects.create(
        chat=world.chat(house), kind=kind, inspector=inspector, instruction="Личное указание"
    )


def told_of_orders(world: World, inspector: Inspector, user: User, count: int) -> list[WorkOrder]:
    """So many orders for the inspector, each noted as `reconcile.work_orders` notes it."""
    made = [order(world, house, inspector) for house in world.houses(count)]
    for one in made:
        marking.tell(NoticeKind.ORDER, world.region, one.pk, inspector.pk, [user])
    return made


def kinds(user: User) -> list[str]:
    return sorted(Notice.objects.filter(user=user).values_list("kind", flat=True))

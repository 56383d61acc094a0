"""For every kind of step a small world in which exactly that step is needed, and the operation that carries it out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from supervision.actions import inspectors, management_periods, representatives
from supervision.models import House, Organisation, Region, Representative
from supervision.planning import steps
from supervision.planning.steps import (
    Announce,
    CreateChat,
    GrantAdmin,
    PinAnnouncement,
    Rename,
    RevokeAdmin,
    SetDescription,
    SetRights,
    Step,
    TransferOwner,
)
from tests.world import World

ADDRESS = "г. Омск, ул. Мира, д. 1"
OLD, NEW = "ООО «Старая»", "ООО «Новая»"


@dataclass(frozen=True, slots=True)
class Need:
    """`plan` is what the prepared world needs, all of it; `operation` is the emulator's name for the step."""

    operation: str
    prepare: Callable[[World], House]
    plan: tuple[type[Step], ...]


def acting_steps(parent: type[Step] = Step) -> Iterator[type[Step]]:
    """Every kind of step that takes a request. (A dataclass with slots leaves its first draft among the subclasses.)"""
    for step in parent.__subclasses__():
        if step.calls and getattr(steps, step.__name__) is step:
            yield step
        yield from acting_steps(step)


def company_of(house: House) -> Organisation:
    return Organisation.objects.get(periods__house=house, periods__until=None)


def wished(world: World) -> House:
    """Nothing of it exists in the messenger yet. No company is named in the description: one fact less to follow."""
    Region.objects.update(description_template="Официальный чат дома {address}.")
    world.region.refresh_from_db()
    world.inspector("Инспектор 1")
    return world.house(ADDRESS, world.company(OLD))


def settled(world: World) -> House:
    house = wished(world)
    world.push()
    return house


def with_representative(world: World) -> House:
    house = settled(world)
    world.representative(company_of(house), "Представитель старой", joined=house)
    world.push()
    return house


def given_to_another(world: World) -> House:
    house = settled(world)
    inspectors.assign_houses(houses=[house], inspector=world.inspector("Инспектор 2", zone=False), by=world.by)
    return house


def with_another_address(world: World) -> House:
    """The description stays as it was."""
    Region.objects.update(description_template="Официальный чат дома.")
    world.inspector("Инспектор 1")
    house = world.house(ADDRESS)
    world.push()
    House.objects.filter(pk=house.pk).update(address="г. Омск, ул. Победы, д. 1", address_key="победы 1")
    world.mark(house)
    return house


def described_otherwise(world: World) -> House:
    house = settled(world)
    Region.objects.update(description_template="Чат дома {address}.")
    world.mark(house)
    return house


def with_a_new_representative(world: World) -> House:
    house = settled(world)
    world.representative(company_of(house), "Представитель старой", joined=house)
    return house


def with_somebody_missing(world: World) -> House:
    house = settled(world)
    world.representative(company_of(house), "Представитель старой")
    return house


def with_other_rights(world: World) -> House:
    house = with_representative(world)
    Region.objects.update(rights_preset="herald")
    world.mark(house)
    return house


def with_a_representative_gone(world: World) -> House:
    house = with_representative(world)
    representatives.remove(person=Representative.objects.get(), on=world.today, by=world.by)
    return house


def under_another_company(world: World) -> House:
    house = settled(world)
    management_periods.replace(houses=[house], organisation=world.company(NEW), since=world.today, by=world.by)
    return house


NEEDS: dict[type[Step], Need] = {
    CreateChat: Need("create_chat", wished, (CreateChat,)),
    TransferOwner: Need("transfer_owner", given_to_another, (TransferOwner,)),
    Rename: Need("edit_chat", with_another_address, (Rename,)),
    SetDescription: Need("edit_chat", described_otherwise, (SetDescription,)),
    GrantAdmin: Need("grant_admin", with_a_new_representative, (GrantAdmin,)),
    SetRights: Need("grant_admin", with_other_rights, (SetRights,)),
    RevokeAdmin: Need("revoke_admin", with_a_representative_gone, (RevokeAdmin,)),
    Announce: Need("send_message", under_another_company, (Announce, PinAnnouncement)),
    PinAnnouncement: Need("pin_message", under_another_company, (Announce, PinAnnouncement)),
}

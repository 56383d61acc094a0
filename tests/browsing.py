"""People who sit before the portal."""

from django.contrib.auth.models import User
from django.test import Client

from supervision import access
from supervision.enums import Role
from supervision.models import Region
from tests.world import World


def entered(who: User | str, role: Role, region: Region | str | None = "55") -> Client:
    """The browser of a login, or of a new one by this first name, in the role, of the region (or its code)."""
    user = User.objects.create_user(who, first_name=who) if isinstance(who, str) else who
    if role in access.OF_NO_REGION:
        region = None
    elif isinstance(region, str):
        region = Region.objects.get(pk=region)
    access.assign_role(user, role, region)
    client = Client()
    client.force_login(user)
    return client


def signed_in(world: World, name: str, role: Role) -> Client:
    """Somebody new of the world's region, by first name, in the role."""
    return entered(name, role, world.region)

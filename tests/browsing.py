"""People who sit before the portal."""

from django.contrib.auth.models import User
from django.test import Client

from supervision import access
from supervision.enums import Role
from tests.world import World


def signed_in(world: World, name: str, role: Role) -> Client:
    """Somebody new of the world's region, by first name, in the role."""
    user = User.objects.create_user(name, first_name=name)
    access.assign_role(user, role, world.region)
    client = Client()
    client.force_login(user)
    return client

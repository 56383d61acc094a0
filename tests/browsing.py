"""People who sit before the portal."""

from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from supervision import access
from supervision.enums import Role
from supervision.models import Region
from tests.world import World


def browser_of(user: User, **client: Any) -> Client:
    """The browser of a login as it is, signed in; `client` says how the browser is made."""
    browser = Client(**client)
    sign_in(browser, user)
    return browser


def sign_in(browser: Client, user: User) -> None:
    """In a browser that is there already: anew after a session has ended, or as somebody else."""
    browser.force_login(user)


def of_root(**client: Any) -> Client:
    """The browser of a new administrator of the portal, before whom no page is shut."""
    return browser_of(User.objects.create_superuser("root"), **client)


def entered(who: User | str, role: Role, region: Region | str | None = "55") -> Client:
    """The browser of a login, or of a new one by this first name, in the role, of the region (or its code)."""
    user = User.objects.create_user(who, first_name=who) if isinstance(who, str) else who
    if role in access.OF_NO_REGION:
        region = None
    elif isinstance(region, str):
        region = Region.objects.get(pk=region)
    access.assign_role(user, role, region)
    return browser_of(user)


def signed_in(world: World, name: str, role: Role) -> Client:
    """Somebody new of the world's region, by first name, in the role."""
    return entered(name, role, world.region)

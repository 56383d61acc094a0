"""Settings of signing in by a provider: passwords switched off, and what does not fit together."""

from typing import Any

import pytest
from pytest_django.fixtures import Settings

from supervision.enums import Role
from supervision.models import Region
from supervision.signin.provider import checks as provider_checks
from tests.doors import at_the_door, is_in, sign_in
from tests.identity_provider import LoopbackProvider, configure, idp, loopback_provider
from tests.integration.test_provider_sign_in import local, omsk, rule

__all__ = ["idp", "loopback_provider", "omsk"]
pytestmark = pytest.mark.filterwarnings("ignore:No directory at", "ignore::DeprecationWarning")


def test_with_passwords_off_only_the_emergency_login_comes_in_by_one(
    omsk: Region, idp: LoopbackProvider, settings: Settings
) -> None:
    head, emergency = local(Role.HEAD, omsk), local(Role.ADMINISTRATOR, None)
    settings.LOCAL_LOGINS, settings.EMERGENCY_LOGIN = False, emergency.username
    for login, comes_in in ((head, False), (emergency, True)):
        client = at_the_door()
        sign_in(client, login)
        assert is_in(client) is comes_in


def ids(settings: Settings, **changed: Any) -> set[str]:
    for name, value in changed.items():
        setattr(settings, name, value)
    found = [*provider_checks.provider_settings(None), *provider_checks.provider_in_use(None)]
    return {str(message.id).removeprefix("supervision.") for message in found}


def test_what_does_not_fit_together_is_told(omsk: Region, settings: Settings) -> None:
    settings.LOCAL = False
    assert ids(settings) == set()
    assert ids(settings, OIDC_ISSUER="https://id.example") == {"E060", "W062"}
    configure(settings, "http://id.example")
    assert ids(settings) == {"E061", "W062"}
    rule("inspectors", Role.INSPECTOR, omsk)
    assert ids(settings, OIDC_ISSUER="https://id.example") == set()
    assert ids(settings, LOCAL_LOGINS=False) == {"E063"}
    assert ids(settings, EMERGENCY_LOGIN="nobody") == {"W061"}
    assert ids(settings, EMERGENCY_LOGIN=local(Role.ADMINISTRATOR, None).username) == {"W061"}  # no second factor
    assert ids(settings, LOCAL_LOGINS=True) == {"W060"}
    assert ids(settings, OIDC_ISSUER="", OIDC_CLIENT_ID="", OIDC_CLIENT_SECRET="", LOCAL_LOGINS=False) == {
        "E062",
        "W061",
    }

"""What the table of sessions tells whoever reads or writes it without the keys: nothing, whichever way somebody came.

Every way of signing in and every change of a way in is played; after each request the rows are read as anybody reads
them who has a backup: as they are, and with their pieces out of base64 and unpacked.
"""

import base64
import binascii
import json
import re
import secrets
import zlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from supervision import access, keyring
from supervision.actions import logins, provider_logins
from supervision.actions.provider_logins import Identity
from supervision.enums import Role
from supervision.models import ClaimRule
from supervision.signin.provider.oidc import RegionClient
from supervision.signin.sealed_sessions import row_key
from tests.doors import LOGIN, PASSWORD, address, at_the_door, code, is_in, sign_in
from tests.identity_provider import LoopbackProvider, idp, loopback_provider
from tests.kept_sessions import held
from tests.world import World

__all__ = ["idp", "loopback_provider"]
pytestmark = pytest.mark.filterwarnings("ignore:No directory at", "ignore::DeprecationWarning")
ANOTHER = "верблюд сачок туман"
SET_UP, NEW_CODES = reverse("mfa_activate_totp"), reverse("mfa_generate_recovery_codes")
OF_A_SESSION = ("_auth_user_id", "account_authentication_methods", "session_began")  # whatever it holds else


def readable(stored: str) -> str:
    """Everything that can be had from it without a key."""
    pieces = [stored.encode()]
    for piece in re.split(r"[.:]", stored):
        try:
            pieces.append(base64.urlsafe_b64decode(piece + "=" * (-len(piece) % 4)))
        except (binascii.Error, ValueError):
            continue
    for piece in list(pieces):
        try:
            pieces.append(zlib.decompress(piece))
        except zlib.error:
            continue
    texts = [piece.decode("utf-8", "replace") for piece in pieces]
    return " ".join((*texts, *(_unescaped(text) for text in texts)))


def _unescaped(text: str) -> str:
    try:
        return str(json.loads(text))
    except ValueError:
        return ""


@dataclass
class Seen:
    """What stood in the table after any request of the browsers, and the secrets that were met on the way."""

    stored: list[str] = field(default_factory=list)
    secrets: dict[str, str] = field(default_factory=dict)

    def browser(self) -> "Watched":
        browser = Watched(REMOTE_ADDR=address())
        browser.seen = self
        return browser


class Watched(Client):
    """A browser that looks into the table after each of its requests."""

    seen: Seen

    def request(self, **asked: Any) -> Any:
        answer = super().request(**asked)
        self.seen.stored += [readable(text) for text in Session.objects.values_list("session_data", flat=True)]
        return answer


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Seen:
    """Hears the provider's tokens too, which no page shows."""
    seen, exchange = Seen(), RegionClient.get_access_token

    def heard(client: RegionClient, *asked: Any, **more: Any) -> dict[str, Any]:
        found = exchange(client, *asked, **more)
        seen.secrets |= {
            name: str(found[name]) for name in ("access_token", "refresh_token", "id_token") if name in found
        }
        return found

    monkeypatch.setattr(RegionClient, "get_access_token", heard)
    return seen


@dataclass
class Scene:
    world: World
    idp: LoopbackProvider
    seen: Seen
    commits: Callable[..., AbstractContextManager[object]]

    def head(self) -> User:
        login = User.objects.create_user(f"head_{secrets.token_hex(4)}", password=PASSWORD)
        access.assign_role(login, Role.HEAD, self.world.region)
        return self.known(login)

    def known(self, login: User) -> User:
        fresh = User.objects.get(pk=login.pk)
        self.seen.secrets |= {"hash of the password": fresh.password, "digest of it": fresh.get_session_auth_hash()}
        self.seen.secrets["password"] = PASSWORD
        return fresh

    def entered(self) -> tuple[Watched, User]:
        browser, login = self.seen.browser(), self.head()
        assert sign_in(browser, login) == 302
        return browser, login

    def with_second_factor(self) -> tuple[Watched, User, str]:
        browser, login = self.entered()
        secret = browser.get(SET_UP).context["form"].secret
        self.seen.secrets["seed of the second factor"] = secret
        browser.post(SET_UP, {"code": "000000"})
        with self.commits(execute=True):
            assert browser.post(SET_UP, {"code": code(secret)}).status_code == 302
        self.world.wait(minutes=2)
        return browser, login, secret

    def joined(self, subject: str) -> tuple[User, str]:
        _browser, login, secret = self.with_second_factor()
        provider_logins.join_own(login=login, who=Identity(self.idp.address, subject))
        return login, secret


def by_password(scene: Scene) -> None:
    browser, _login = scene.entered()
    assert is_in(browser)


def setting_up_a_second_factor(scene: Scene) -> None:
    browser, login, secret = scene.with_second_factor()
    (seed,) = Authenticator.objects.filter(user=login, type=Authenticator.Type.TOTP)
    scene.seen.secrets["seed as it is kept"] = seed.data["secret"]
    another = scene.seen.browser()
    sign_in(another, login)  # and waits for the code
    another.get(reverse("mfa_authenticate"))
    another.post(reverse("mfa_authenticate"), {"code": "000000"})
    another.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert is_in(another) and is_in(browser)


def by_a_recovery_code(scene: Scene) -> None:
    browser, login, _secret = scene.with_second_factor()
    shown = browser.get(reverse("mfa_view_recovery_codes"))
    codes = shown.context["unused_codes"]
    browser.get(reverse("mfa_download_recovery_codes"))
    if not codes:
        browser.post(NEW_CODES)
        codes = browser.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    scene.seen.secrets |= {f"recovery code {number}": one for number, one in enumerate(codes)}
    another = scene.seen.browser()
    sign_in(another, login)
    another.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert is_in(another)


def changing_the_password(scene: Scene) -> None:
    browser, login = scene.entered()
    form = {"oldpassword": PASSWORD, "password1": ANOTHER, "password2": ANOTHER}
    assert browser.post(reverse("account_change_password"), form).status_code == 302
    scene.known(login)
    scene.seen.secrets["new password"] = ANOTHER
    assert is_in(browser)


def by_the_provider_with_its_factor(scene: Scene) -> None:
    subject = f"s-{secrets.token_hex(4)}"
    login, _secret = scene.joined(subject)
    scene.idp.person(subject, amr=["pwd", "mfa"])
    browser = scene.seen.browser()
    scene.idp.sign_in(browser, subject)
    scene.known(login)
    assert is_in(browser) and scene.seen.secrets.keys() >= {"access_token", "id_token"}


def by_the_provider_with_our_factor(scene: Scene) -> None:
    """The sign-in waits in the session meanwhile."""
    subject = f"s-{secrets.token_hex(4)}"
    login, secret = scene.joined(subject)
    scene.idp.person(subject)
    browser = scene.seen.browser()
    scene.idp.sign_in(browser, subject)
    assert not is_in(browser) and scene.seen.secrets.keys() >= {"access_token", "id_token"}
    browser.get(reverse("mfa_authenticate"))
    browser.post(reverse("mfa_authenticate"), {"code": code(secret)})
    scene.known(login)
    assert is_in(browser)


def by_the_provider_for_the_first_time(scene: Scene) -> None:
    subject = f"s-{secrets.token_hex(4)}"
    ClaimRule.objects.create(value="heads", role=Role.HEAD, region=scene.world.region)
    scene.idp.person(subject, groups=["heads"])
    browser = scene.seen.browser()
    scene.idp.sign_in(browser, subject)
    assert is_in(browser)


def joining_with_the_provider(scene: Scene) -> None:
    subject = f"s-{secrets.token_hex(4)}"
    scene.idp.person(subject)
    browser, _login = scene.entered()
    scene.idp.come_back(browser, browser.get(reverse("account_provider_join")), subject)
    assert "access_token" in scene.seen.secrets


def by_a_link(scene: Scene) -> None:
    words = {"last_name": "Гость", "first_name": "", "email": "", "role": Role.INSPECTOR, "reason": "Приказ"}
    name = f"guest_{secrets.token_hex(3)}"
    login, token = logins.invite(name=name, region=scene.world.region, by=scene.world.by, **words)
    scene.seen.secrets |= {"token of the link": token, "new password": ANOTHER}
    browser = scene.seen.browser()
    browser.get(reverse("login_link", args=[token]))
    form = {"new_password1": ANOTHER, "new_password2": ANOTHER}
    assert browser.post(reverse("login_link", args=[token]), form).status_code == 302
    browser.post(LOGIN, {"login": login.username, "password": ANOTHER})
    scene.known(login)
    assert is_in(browser)


def asked_again(scene: Scene) -> None:
    """A form that is held up holds names of people."""
    browser, _login = scene.entered()
    scene.world.wait(minutes=11)
    form = {"name": "petrova", "last_name": "Долгорукова", "role": "inspector", "region": "55", "reason": "Приказ 3"}
    left = browser.post(reverse("access_invite"), form)
    scene.seen.secrets["words of the form"] = quote("Долгорукова")
    assert left.headers["Location"].startswith(reverse("account_reauthenticate"))
    browser.post(left.headers["Location"], {"password": PASSWORD})
    assert is_in(browser)


WAYS = (
    *(by_password, setting_up_a_second_factor, by_a_recovery_code, changing_the_password, by_a_link, asked_again),
    *(by_the_provider_with_its_factor, by_the_provider_with_our_factor, by_the_provider_for_the_first_time),
    joining_with_the_provider,
)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_stored_session_tells_nothing(
    way: Callable[[Scene], None],
    world: World,
    idp: LoopbackProvider,
    seen: Seen,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    way(Scene(world, idp, seen, django_capture_on_commit_callbacks))
    assert seen.stored and seen.secrets
    met = {name for name, secret in seen.secrets.items() if any(secret in text for text in seen.stored)}
    assert not met
    assert not {word for word in OF_A_SESSION if any(word in text for text in seen.stored)}


# --- whoever writes to the table, and other keys ----------------------------------------------------------------------


def entered(login: User) -> Client:
    browser = at_the_door()
    assert sign_in(browser, login) == 302 and is_in(browser)
    return browser


@pytest.fixture
def root(db: None) -> User:
    return User.objects.create_superuser(f"root_{secrets.token_hex(3)}", password=PASSWORD)


def test_a_session_copied_into_another_row_lets_nobody_in(root: User) -> None:
    browser, thief = entered(root), at_the_door()
    thief.session.save()
    copied = Session.objects.get(pk=row_key(browser.session.session_key)).session_data
    Session.objects.filter(pk=row_key(thief.session.session_key)).update(session_data=copied)
    assert not is_in(thief) and is_in(browser)


def test_a_session_that_was_never_sealed_lets_nobody_in(root: User) -> None:
    """As the framework signs one: with a key that is not in the keyring."""
    browser = entered(root)
    row = Session.objects.filter(pk=row_key(browser.session.session_key))
    row.update(session_data=Session.objects.encode(held(browser.session.session_key)))
    assert not is_in(browser)


def test_sessions_move_to_a_new_key_and_people_stay_signed_in(root: User, settings: Settings) -> None:
    browser, lost = entered(root), entered(root)
    Session.objects.filter(pk=row_key(lost.session.session_key)).update(session_data="k1.00000000.")
    former, newest = settings.ENCRYPTION_KEYS, keyring.new_key()
    settings.ENCRYPTION_KEYS = [newest, *former]
    call_command("reseal_secrets")
    settings.ENCRYPTION_KEYS = [newest]
    assert is_in(browser) and not is_in(lost)
    assert not Session.objects.filter(session_data="k1.00000000.").exists()


def test_without_its_key_a_session_is_over(root: User, settings: Settings) -> None:
    browser = entered(root)
    settings.ENCRYPTION_KEYS = [keyring.new_key()]
    assert not is_in(browser)
    assert sign_in(browser, root) == 302 and is_in(browser)

"""allauth's seams: how attempts are counted, who is let in, what goes on record, when one is asked again."""

import io
import time
from http import HTTPStatus
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.signals import password_changed
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.ratelimit import get_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from supervision import audit, keyring
from supervision.actions import deciding, interface_records, logins, openings, provider_logins, telling
from supervision.actions.telling import tell_owner
from supervision.models import Event, PasswordToChange
from supervision.signin import devices, middleware, own_page, roles, session, whose
from supervision.signin.provider import ended
from supervision.signin.provider.factor import said_in
from supervision.signin.sealed_sessions import note_listed, row_key

# acts of `own_forms` by allauth's mails about them; whatever else it would send is none of the portal's doings
NOTICES = {
    "account/email/password_changed": "login.password_changed",
    "mfa/email/totp_activated": "login.second_factor_on",
    "mfa/email/totp_deactivated": "login.second_factor_off",
    "mfa/email/recovery_codes_generated": "login.recovery_codes",
}

# keys in the session until the sign-in is through: the state of the password, and what of the provider opened it
BEGAN_WITH, BY_PROVIDER = "sign_in_began_with", "sign_in_by_provider"


class SignInAdapter(DefaultAccountAdapter):
    """Accounts: attempts are counted by login and address, every attempt goes on record."""

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """By login alone, five wrong passwords of somebody else would keep the person out."""
        login = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{get_ip(request)}:{login}"  # of IPv6 the /64: whoever has one address of it has all

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Guesses at one login are bounded over all addresses, except from browsers that know it (`devices`)."""
        super().pre_authenticate(request, **credentials)
        name = str(credentials.get("username", ""))
        if not roles.may_use_password(name):
            self._rollback_login_failed_rl_usage()
            raise ValidationError(_("Passwords of the portal are switched off. Sign in by the button above."))
        self.is_unknown_browser = not devices.is_known(request, name)
        if self.is_unknown_browser and not devices.let_through(name):
            self._rollback_login_failed_rl_usage()
            raise ValidationError(_("Too many attempts at this login. Wait a quarter of an hour, or ask for a link."))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        user = super().authenticate(request, **credentials)
        if user is not None and not openings.password_holds(user):
            self.authentication_failed(request, **credentials)
            return None
        if user is not None and self.is_unknown_browser:
            devices.forgive(str(credentials.get("username", "")))
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A name that nobody has is counted and not kept: people type their passwords into the wrong field, and nothing
        bounds how many names are tried."""
        name = str(credentials.get("username", ""))
        known = User.objects.filter(username__iexact=name).first()
        if known is None:
            interface_records.count_unproven(HTTPStatus.UNAUTHORIZED)
            return
        audit.record("login.failed", cause="sign-in", details=named(known, request))
        if devices.is_to_tell(known.username):
            telling.tell_guessed(known)

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        refused: HttpResponse | None = super().pre_login(request, user, **kwargs)
        if refused is None and not roles.is_let_in(user):
            messages.error(request, _("This login has no role in the portal. Ask the administrator for one."))
            refused = redirect("account_login")
        if refused is None:
            request.session[BEGAN_WITH] = user.get_session_auth_hash()
            said = said_in(kwargs.get("signal_kwargs"))
            request.session[BY_PROVIDER] = {name: said[name] for name in ("subject", "sid", "issued")} if said else {}
        return refused

    def login(self, request: HttpRequest, user: Any) -> None:
        """After the second factor, which may take its minutes: what opened the login then has to hold now, and nobody
        decides about the login meanwhile. The session, its line in the list by which it is ended, and the event are
        one transaction."""
        began_with = request.session.pop(BEGAN_WITH, "")
        by_provider = request.session.pop(BY_PROVIDER, {})
        details = named(user, request) | ({"by_provider": True} if by_provider else {})
        with transaction.atomic():
            deciding.about(user, None)
            holds = self._still_opens(request, user, began_with, by_provider) and roles.is_let_in(user)
            if holds:
                super().login(request, user)
                note_listed(request)
                audit.record("login.done", by=user, details=details)
        if not holds:
            messages.error(request, _("What opened this login does not hold any more. Sign in anew."))
            raise ImmediateHttpResponse(redirect("account_login"))

    def _still_opens(self, request: HttpRequest, user: Any, began_with: str, by_provider: dict[str, Any]) -> bool:
        """What the sign-in began with: a person of the provider, or the password as it was."""
        persons = [each for each in get_authentication_records(request, user) if each["method"] == "socialaccount"]
        if not persons:
            return constant_time_compare(began_with, user.get_session_auth_hash()) and openings.password_holds(user)
        who = {"provider": persons[-1]["provider"], "uid": persons[-1]["uid"]}
        account = SocialAccount.objects.filter(user=user, **who).first()
        lasts = bool(by_provider) and not ended.is_over(**by_provider)
        return lasts and account is not None and openings.lets_in(account)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        said = said_in(kwargs.get("signal_kwargs"))
        before = Event.objects.filter(name="login.done", by=user).order_by("-pk")[1:].first()
        for sentence in own_page.told_since(user, before):
            messages.warning(request, sentence)
        if said:
            request.session[session.PROVIDER] = {
                "factor": said["factor"],
                "issuer": settings.OIDC_ISSUER,
                "subject": said["subject"],
                "sid": said["sid"],
            }
        elif PasswordToChange.objects.filter(login=user).exists():
            request.session[middleware.TO_CHANGE] = True
        answer: HttpResponse = super().post_login(request, user, **kwargs)
        if said:  # the row of the session is there from now on
            provider_logins.note_session(row_key(request.session.session_key), request.session[session.PROVIDER])
            if ended.is_over(said["subject"], said["sid"], said["issued"]):  # while nothing named the session yet
                self.logout(request)
                return redirect("account_login")
        devices.note(request, answer, user)
        return answer

    def get_login_stages(self) -> list[str]:
        """A second factor that the identity provider asked for is not asked for twice."""
        ours = "supervision.signin.provider.factor.SecondFactorStage"
        stages: list[str] = super().get_login_stages()
        return [ours if stage == "allauth.mfa.stages.AuthenticateStage" else stage for stage in stages]

    def set_password(self, user: Any, password: str) -> None:
        """allauth's writes the whole row, with what was decided about the login since it was read."""
        user.set_password(password)
        user.save(update_fields=["password"])

    def logout(self, request: HttpRequest) -> None:
        with transaction.atomic():
            if isinstance(request.user, User):
                audit.record("login.ended", by=request.user, details=named(request.user, request))
            super().logout(request)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Somebody who signed in a moment ago is not asked again; allauth alone would."""
        request = context.request
        given = get_authentication_records(request, request.user)
        return not given or time.time() - given[-1]["at"] > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def send_notification_mail(self, template_prefix: str, user: Any, *args: Any, **kwargs: Any) -> None:
        if name := NOTICES.get(template_prefix):
            tell_owner(user, telling.words_of(name))

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SecondFactorAdapter(DefaultMFAAdapter):
    """TOTP and recovery codes; who must have them cannot switch them off."""

    def build_totp_svg(self, url: str) -> str:
        picture = io.BytesIO()
        segno.make(url).save(picture, kind="svg", scale=5, border=4, light="#fff")
        return picture.getvalue().decode()

    def encrypt(self, text: str) -> str:
        """Secrets of TOTP and seeds of recovery codes, for the login that they are made for (`whose`)."""
        return keyring.seal(text, whose.now())

    def decrypt(self, encrypted_text: str) -> str:
        return keyring.open_sealed(encrypted_text, whose.now())

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        return not roles.must_have_second_factor(authenticator.user)


def named(login: User | None, request: HttpRequest) -> dict[str, Any]:
    """Details of an event: whose login, and from where somebody came to it."""
    return audit.of_login(login) | {"address": SignInAdapter(request).get_client_ip(request)}


@receiver(authentication_failed)
def record_wrong_code(request: HttpRequest, user: User, **_signal: Any) -> None:
    """The password was right and the code was not: somebody may know the password."""
    audit.record("login.code_failed", cause="sign-in", details=named(user, request))


@receiver(password_changed)
def note_own_password(request: HttpRequest, user: User, **_signal: Any) -> None:
    """Whoever had to choose their own has done so."""
    request.session.pop(middleware.TO_CHANGE, None)
    logins.chosen_by_owner(user)


@keyring.kept_by("second factor")
def reseal_second_factors(renew: keyring.Renew) -> int:
    """Every second factor under the newest key; gives how many changed."""
    changed = 0
    for row in Authenticator.objects.select_for_update().order_by("pk"):
        sealed = {name: row.data[name] for name in ("secret", "seed") if name in row.data}
        new = {name: renew(text, whose.sealed_for(row.user_id)) for name, text in sealed.items()}
        if new != sealed:
            row.data |= new
            row.save(update_fields=["data"])
            changed += 1
    return changed

"""Logins of people: invited by a link that works once, joined to an inspector's record, opened anew, closed.

No password is typed by anybody but its owner. A link can be handed over in any way; whoever opens it first chooses the
password, so it works for three days and once, and the record says when. A new link
closes the one before, and so do another role and a switch (`login_links`).
"""

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from supervision import access, audit
from supervision.actions import deciding, last_ones, login_links, login_sessions, openings, roles
from supervision.actions.locked import locked
from supervision.actions.telling import tell_owner
from supervision.enums import Role
from supervision.errors import Refused
from supervision.models import Inspector, LoginLink, PasswordToChange, Region
from supervision.queue import clock


@transaction.atomic
def invite(
    *,
    name: str,
    last_name: str,
    first_name: str,
    email: str,
    role: Role,
    region: Region | None,
    inspector: Inspector | None = None,
    by: User,
    reason: str,
) -> tuple[User, str]:
    """A new login with its role, and the token of its link, which nobody can read later."""
    try:
        UnicodeUsernameValidator()(name)
    except ValidationError as error:
        raise Refused(str(error.messages[0])) from error
    if User.objects.filter(username__iexact=name).exists():
        raise Refused(_("There is a login of this name already. Choose another one, or ask an administrator for it."))
    login = User(username=name, last_name=last_name, first_name=first_name, email=email)
    login.set_unusable_password()
    details = audit.of_login(login) | {"role": role.value}
    with audit.event("login.created", by=by, reason=reason, region=region, details=details):
        login.save()
    roles.give(login=login, role=role, region=region, by=by, reason=reason)
    if inspector is not None:
        join_inspector(login=login, inspector=inspector, by=by, reason=reason)
    return login, login_links.make(login, by)


@transaction.atomic
def send_new_link(*, login: User, by: User, reason: str = "") -> str:
    """Another link for somebody who lost the first one or the password; the password known so far works until then."""
    by = deciding.about(login, by)
    _refuse_unopened(by, login)
    if not login.is_active:
        raise Refused(_("The login is switched off."))
    with audit.event("login.link_made", by=by, reason=reason, region=_place(login), details=audit.of_login(login)):
        token = login_links.make(login, by)
    tell_owner(login, _("A link was made with which a new password can be set."))
    return token


def invited(token: str) -> LoginLink | None:
    """The open invitation of the link; None where it was used, is over, never was, or its maker has lost the right."""
    return login_links.holding(token)


@transaction.atomic
def accept(token: str, password: str, *, address: str) -> User | None:
    """The owner's own password, once; every session of the login ends. None where the link does not hold any more."""
    found = login_links.holding(token)
    if found is not None:
        deciding.about(found.login, found.by)
    invitation = login_links.holding(token, locked=True)
    if invitation is None:
        return None
    login = invitation.login
    with audit.event("login.link_used", by=login, details=audit.of_login(login) | {"address": address}):
        LoginLink.objects.filter(pk=invitation.pk).update(used_at=clock.now())
        login.set_password(password)
        login.save(update_fields=["password"])
        PasswordToChange.objects.filter(login=login).delete()
        login_sessions.end_all(login)
    tell_owner(login, _("The password was set by the link."))
    return login


@transaction.atomic
def join_inspector(
    *, login: User, inspector: Inspector | None, by: User | None = None, cause: str = "", reason: str = ""
) -> None:
    """Whose houses are "mine" to the login; None parts them. The login needs a role in the inspector's region."""
    if inspector is not None:
        inspector = locked(inspector)
    by = deciding.about(login, by)
    former = Inspector.objects.select_for_update(of=("self",)).filter(user=login).first()
    for one in (inspector, former):
        if one is not None and by is not None and not access.can_manage(by, one.region):
            raise Refused(_("Only a head of the region joins a login with an inspector."))
    if inspector is not None:
        _refuse_joining(login, inspector)
    known = inspector or former
    told = {"inspector": inspector and inspector.pk, "former": former and former.pk}
    details = audit.of_login(login) | told
    region = known.region if known else None
    with audit.event("inspector.login_linked", by=by, cause=cause, reason=reason, region=region, details=details):
        Inspector.objects.filter(user=login).update(user=None)
        if inspector is not None:
            Inspector.objects.filter(pk=inspector.pk).update(user=login)


@transaction.atomic
def end_sessions(*, login: User, by: User, reason: str = "") -> int:
    """Everywhere at once; gives how many there were."""
    by = deciding.about(login, by)
    _refuse_unopened(by, login)
    with audit.event("login.sessions_ended", by=by, reason=reason, region=_place(login), details=audit.of_login(login)):
        return login_sessions.end_all(login)


@transaction.atomic
def take_second_factor(*, login: User, by: User, reason: str = "") -> None:
    """For a lost phone: the password is enough until another one is set up."""
    by = deciding.about(login, by)
    _refuse_unopened(by, login)
    with audit.event(
        "login.second_factor_reset", by=by, reason=reason, region=_place(login), details=audit.of_login(login)
    ):
        Authenticator.objects.filter(user=login).delete()
        login_sessions.end_all(login)
    tell_owner(login, _("The second factor was taken away."))


@transaction.atomic
def switch(*, login: User, on: bool, by: User, reason: str = "") -> None:
    """A login that is switched off stays with its roles: switched on it has them again."""
    by = deciding.about(login, by)
    _refuse_unopened(by, login)
    said = audit.event(
        "login.switched", by=by, reason=reason, region=_place(login), details=audit.of_login(login) | {"on": on}
    )
    with last_ones.somebody_stays(login), said:
        User.objects.filter(pk=login.pk).update(is_active=on)
        login.is_active = on
        login_links.close(login)
        if not on:
            login_sessions.end_all(login)
        openings.close_lapsed(login)


@transaction.atomic
def set_by_another(login: User, by: User | None = None, *, cause: str = "") -> None:
    """A password that somebody else typed, `by` on a page or None at the server's shell (`cause`): it opens one page
    only, that of another one, and no longer than `by` may open the login. Every session of the login ends."""
    with audit.event("login.password_set", by=by, cause=cause, details=audit.of_login(login)):
        PasswordToChange.objects.update_or_create(login=login, defaults={"by": by})
        login_sessions.end_all(login)
    tell_owner(login, _("The password was set by another person. Choose your own at the next sign-in."))


@transaction.atomic
def switch_off_password(login: User, by: User) -> None:
    """Whoever knew the password, its owner or another, comes in by it no more; `login` has none that can be used."""
    with audit.event("login.password_off", by=by, details=audit.of_login(login)):
        PasswordToChange.objects.filter(login=login).delete()
        login_sessions.end_all(login)
    tell_owner(login, _("The password was switched off by another person. Ask for a link to set a new one."))


def chosen_by_owner(login: User) -> None:
    """The password is the owner's own again."""
    PasswordToChange.objects.filter(login=login).delete()


def close(login: User, region: Region, *, by: User | None, cause: str, reason: str) -> None:
    """Of somebody who has left the region: the role there ends, and with the last role the login."""
    by = deciding.about(login, by)
    if roles.role_at(login, region) is not None:
        roles.withdraw(login=login, region=region, by=by, cause=cause, reason=reason, last=True)
    if not access.held_by(login):
        login_links.close(login)
        User.objects.filter(pk=login.pk).update(is_active=False)
        login_sessions.end_all(login)
        openings.close_lapsed(login)


def _place(login: User) -> Region | None:
    """Where the record looks for the right to it: whoever may open a login keeps all of its places, so any will do."""
    held = access.held_by(login)
    return Region.objects.filter(pk=held[0].region).first() if held else None


def _refuse_unopened(by: User, login: User) -> None:
    if not access.may_open(by, login):
        raise Refused(_("This login has rights that you have not, or is your own: ask an administrator."))


def _refuse_joining(login: User, inspector: Inspector) -> None:
    if roles.role_at(login, inspector.region) is None:
        raise Refused(_("Give the login a role in the inspector's region first."))
    taken = inspector.user_id is not None and inspector.user_id != login.pk
    if taken or inspector.dismissed_on:
        raise Refused(_("%(name)s has a login already, or is dismissed.") % {"name": inspector})
    if _is_leaving(inspector):
        last_ones.refuse_leaving(login, inspector.region)


def _is_leaving(inspector: Inspector) -> bool:
    """With a dismissal under way that will close the login."""
    return inspector.absences.filter(ends_in_dismissal=True, closes_login=True).exists()

"""What lets one in with a login and was made by somebody else: a link, a join with the provider, a password they typed.

Whoever made it could come in by it as the login. So it holds no longer than their right to open the login: that is
asked whenever it is used, and what has lapsed is closed for good where rights change, with every session of the login,
for one of them may have begun by it. What the owner joined or chose, signed in, and what a claim or the server's shell
made, has no such maker and stays (docs/adr/0117).
"""

from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from supervision import access, audit
from supervision.actions import deciding, login_links, login_sessions
from supervision.actions.telling import tell_owner
from supervision.models import ClaimedRole, LoginLink, PasswordToChange, ProviderJoin, Region
from supervision.queue import clock


def password_holds(login: User) -> bool:
    """False for a password that somebody typed who may not open the login now."""
    typed = PasswordToChange.objects.filter(login=login).select_related("by").first()
    return typed is None or typed.by is None or access.may_open(typed.by, login)


def lets_in(account: SocialAccount) -> bool:
    """Whether the person of the provider comes in with the login; a join that lapsed unheard is parted now."""
    join = ProviderJoin.objects.filter(account=account).select_related("by", "account__user").first()
    if join is None:
        return SocialAccount.objects.filter(pk=account.pk).exists()
    if _join_holds(join):
        return True
    with transaction.atomic():
        deciding.about(join.account.user, None)
        close_lapsed(join.account.user)
    return SocialAccount.objects.filter(pk=account.pk).exists()


@transaction.atomic
def close_lapsed(login: User) -> None:
    """Closes those openings of the login, and those it made for others, that no longer hold. Their owners are told."""
    concerned = Q(login=login) | Q(by=login)
    links = LoginLink.objects.filter(concerned, used_at=None, expires_at__gt=clock.now())
    for link in links.select_related("login", "by"):
        if not access.may_open(link.by, link.login):
            login_links.close(link.login)
    joins = ProviderJoin.objects.filter(Q(account__user=login) | Q(by=login))
    for join in joins.select_related("account__user", "by"):
        if not _join_holds(join):
            _part(join)
    for typed in PasswordToChange.objects.filter(concerned).select_related("login", "by"):
        if typed.by is not None and not access.may_open(typed.by, typed.login):
            _forget(typed.login, typed.by)


def parting_with(login: User, region: Region) -> int:
    """How many logins part from the provider once this one is closed in the region, if nobody else answers for them."""
    with transaction.atomic():
        maker = User.objects.get(pk=login.pk)
        access.withdraw_role(maker, region)
        if not access.held_by(maker):
            User.objects.filter(pk=maker.pk).update(is_active=False)
        joins = ProviderJoin.objects.filter(by=maker).exclude(account__user=maker)
        found = sum(not _join_holds(join) for join in joins.select_related("account__user", "by"))
        transaction.set_rollback(True)
    return found


def _join_holds(join: ProviderJoin) -> bool:
    """Roles that came by a claim are the joined person's own, and nothing that the maker would come by."""
    login = join.account.user
    claimed = ClaimedRole.objects.filter(login=login).values_list("region", flat=True)
    return access.may_open(join.by, login, but=frozenset(claimed))


def _part(join: ProviderJoin) -> None:
    login, details = join.account.user, {"way": "provider", "maker": join.by.username, "subject": join.account.uid}
    with audit.event("login.opening_closed", cause=access.MAKER_ENDED, details=audit.of_login(login) | details):
        SocialAccount.objects.filter(pk=join.account_id).delete()
        login_sessions.end_all(login)
    tell_owner(login, _("The login was parted from the identity provider: whoever joined it may not open it now."))


def _forget(login: User, maker: User) -> None:
    details = audit.of_login(login) | {"way": "password", "maker": maker.username}
    with audit.event("login.opening_closed", cause=access.MAKER_ENDED, details=details):
        login.set_unusable_password()
        login.save(update_fields=["password"])
        PasswordToChange.objects.filter(login=login).delete()
        login_sessions.end_all(login)
    tell_owner(login, _("The password holds no more: whoever typed it may not open the login now. Ask for a link."))

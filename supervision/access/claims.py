"""What is known of the identity provider: the table of claims, which roles came by it, and whose login is joined."""

from collections import defaultdict
from collections.abc import Iterable

from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User
from django.db.models import QuerySet

from supervision.access.who import Login, administers
from supervision.models import ClaimedRole, ClaimRule


def claim_rules(user: Login) -> QuerySet[ClaimRule]:
    """For administrators, who keep the table."""
    rows = ClaimRule.objects.select_related("region").order_by("value", "region")
    return rows if administers(user) else rows.none()


def claimed_values(logins: Iterable[User]) -> dict[int, dict[str | None, str]]:
    """By login and code of the place: by which value of the claim the role came."""
    found: dict[int, dict[str | None, str]] = defaultdict(dict)
    for mark in ClaimedRole.objects.filter(login__in=list(logins)):
        found[mark.login_id][mark.region_id] = mark.value
    return found


def subjects(logins: Iterable[User], issuer: str) -> dict[int, str]:
    """By login: who they are at the issuer."""
    rows = SocialAccount.objects.filter(user__in=list(logins), provider=issuer)
    return dict(rows.values_list("user", "uid"))

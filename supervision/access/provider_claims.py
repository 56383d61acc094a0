"""What is known of the identity provider: the table of claims, which roles came by it, and whose login is joined."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class ProviderPerson:
    """Who a login is at the issuer; `maker` joined them and may open the login, None for the owner or a claim."""

    subject: str
    maker: User | None


def joined(logins: Iterable[User], issuer: str) -> dict[int, ProviderPerson]:
    """By login, in one statement."""
    rows = SocialAccount.objects.filter(user__in=list(logins), provider=issuer).select_related("made_by__by")
    return {row.user_id: ProviderPerson(row.uid, row.made_by.by if hasattr(row, "made_by") else None) for row in rows}

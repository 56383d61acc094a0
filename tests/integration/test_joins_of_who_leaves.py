"""The page of a dismissal says how many logins part from the identity provider with the login that it closes."""

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User
from django.urls import reverse
from pytest_django.fixtures import Settings

from supervision import access
from supervision.actions import provider_logins
from supervision.enums import Role
from supervision.models import Inspector
from tests.browsing import entered
from tests.integration.test_roles import person
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")
ISSUER = "https://id.example"


@pytest.mark.parametrize(
    ("closes", "taken_over", "elsewhere", "parted"),
    [(True, 0, 0, 3), (True, 1, 0, 2), (True, 0, 1, 2), (True, 3, 0, 0), (False, 0, 0, 0)],
)
def test_as_many_logins_are_named_as_part(
    world: World, settings: Settings, closes: bool, taken_over: int, elsewhere: int, parted: int
) -> None:
    """`elsewhere` have a role in another region alone, where the maker is a head as well."""
    settings.OIDC_ISSUER = ISSUER
    person("stays", Role.HEAD, "55")
    maker, colleague = person("maker", Role.HEAD, "55"), world.inspector("Сидорова", zone=False)
    access.assign_role(maker, Role.HEAD, access.regions(User.objects.create_superuser("root")).get(pk="25"))
    Inspector.objects.filter(pk=colleague.pk).update(user=maker)
    for number in range(3):
        clerk = person(f"clerk_{number}", Role.INSPECTOR, "25" if number < elsewhere else "55")
        who = provider_logins.Identity(ISSUER, f"s-{number}")
        provider_logins.join(login=clerk, who=who, by=User.objects.get(pk=maker.pk), reason="Приказ")
        if number < taken_over:
            provider_logins.join(login=clerk, who=who, by=world.by, reason="Взял на себя")
    head = entered(world.by, Role.HEAD, world.region)
    url = reverse("admin:supervision_inspector_dismiss", args=[colleague.pk])
    form = {"since": f"{world.today:%d.%m.%Y}", "reason": "Приказ 7"} | ({"closes_login": "on"} if closes else {})
    shown = head.post(url, form)
    assert shown.context["parted"] == parted
    assert (f"учётных записей: {parted}" in shown.content.decode()) is (parted > 0)
    assert SocialAccount.objects.count() == 3 and len(access.held_by(maker)) == 2
    head.post(url, form | {"seen": shown.context["shown"].digest, "confirm": "1"})
    assert SocialAccount.objects.count() == 3 - parted

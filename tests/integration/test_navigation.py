"""The menu offers each role its own lists."""

import pytest
from django.contrib.auth.models import User
from django.test import RequestFactory

from supervision import access
from supervision.admin.navigation import sidebar
from supervision.enums import Role
from supervision.models import Region
from tests.world import World


@pytest.mark.parametrize(
    ("role", "code", "has_found_chats"), [(Role.ANALYST, None, False), (Role.INSPECTOR, "55", True)]
)
def test_chats_found_are_offered_to_who_holds_a_region(
    world: World, role: Role, code: str | None, has_found_chats: bool
) -> None:
    user = User.objects.create_user("reader")
    access.assign_role(user, role, Region.objects.get(pk=code) if code else None)
    request = RequestFactory().get("/admin/")
    request.user = user
    links = [item["link"] for group in sidebar(request) for item in group["items"]]
    assert ("/admin/supervision/foundchat/" in links) is has_found_chats
    assert "/admin/supervision/chat/" in links

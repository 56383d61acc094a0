"""The log of the web server: a refused page is a line, a fault of the portal keeps its traceback."""

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.log import log_response

from supervision.enums import Role
from tests.browsing import entered
from tests.world import World


def test_a_refused_page_is_one_line_of_the_log(world: World, caplog: pytest.LogCaptureFixture) -> None:
    analyst = User.objects.create_user("analyst")
    client = entered(analyst, Role.ANALYST, None)
    assert client.get("/admin/auth/user/").status_code == 403
    assert "/admin/auth/user/" in caplog.text
    assert "Traceback" not in caplog.text and "PermissionDenied" not in caplog.text


def test_a_fault_keeps_its_traceback(caplog: pytest.LogCaptureFixture) -> None:
    request, fault = RequestFactory().get("/admin/"), ZeroDivisionError("a fault")
    response = HttpResponse(status=500)
    log_response("%s: %s", "Fault", request.path, response=response, request=request, exception=fault)
    assert "ZeroDivisionError: a fault" in caplog.text

"""Addresses of the portal."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from housechats.health import health
from supervision.signin import doors

doors.install(admin.site)

handler500 = "housechats.failures.failed"

urlpatterns = [
    path("accounts/", include("supervision.signin.urls")),
    path("", include("supervision.urls")),  # before the admin, which answers for every address below its own
    path("admin/", admin.site.urls),
    path("health/", health),  # a middleware of its own answers before sessions are looked at
    path("", RedirectView.as_view(pattern_name="admin:index")),
]

"""Addresses of the portal."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from housechats.health import health
from supervision.signin import doors

doors.install(admin.site)

urlpatterns = [
    path("accounts/", include("supervision.signin.urls")),
    path("", include("supervision.urls")),  # before the admin, which answers for every address below its own
    path("admin/", admin.site.urls),
    path("health/", health),
    path("", RedirectView.as_view(pattern_name="admin:index")),
]

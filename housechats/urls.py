"""Addresses of the portal."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from housechats.health import health
from supervision.signin import doors

doors.install(admin.site)

urlpatterns = [
    path("accounts/", include("supervision.signin.urls")),
    path("admin/", admin.site.urls),
    path("health/", health),
    path("", include("supervision.urls")),
    path("", RedirectView.as_view(pattern_name="admin:index")),
]

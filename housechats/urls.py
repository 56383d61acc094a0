"""Addresses of the portal."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from housechats.health import health

urlpatterns = [
    path("admin/", admin.site.urls),
    path("health/", health),
    path("", include("supervision.urls")),
    path("", RedirectView.as_view(pattern_name="admin:index")),
]

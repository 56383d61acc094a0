"""Addresses of the portal."""

from django.contrib import admin
from django.urls import path
from django.views.generic import RedirectView

from housechats.health import health

urlpatterns = [
    path("admin/", admin.site.urls),
    path("health/", health),
    path("", RedirectView.as_view(pattern_name="admin:index")),
]

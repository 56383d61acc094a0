"""Addresses of the portal's own pages and of what other systems call."""

from django.contrib import admin
from django.urls import include, path

from supervision import webhooks
from supervision.admin.pages.find import find_page

urlpatterns = [
    path("api/", include("supervision.api.urls")),
    path("find/", admin.site.admin_view(find_page), name="find"),
    path("webhooks/max/<slug:region_code>/", webhooks.receive, name="webhook"),
]

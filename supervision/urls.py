"""Addresses that other systems call."""

from django.urls import path

from supervision import webhooks

urlpatterns = [
    path("webhooks/max/<slug:region_code>/", webhooks.receive, name="webhook"),
]

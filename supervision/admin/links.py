"""Where a row's page and a model's list are found: addresses, and links with a title."""

from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString


def change_url(row: models.Model) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def titled_link(row: models.Model, title: str) -> SafeString:
    return format_html('<a class="hc-link" href="{}">{}</a>', change_url(row), title)


def list_url(model: type[models.Model], **narrowed: object) -> str:
    """The list of the model, narrowed by its filters."""
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return f"{url}?{urlencode(narrowed)}" if narrowed else url


def list_link(model: type[models.Model], title: Any, **narrowed: object) -> SafeString:
    return format_html('<a class="hc-link" href="{}">{}</a>', list_url(model, **narrowed), title)

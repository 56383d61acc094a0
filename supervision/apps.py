"""The portal as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from supervision import checks  # noqa: F401  # registers them


class SupervisionConfig(AppConfig):
    name = "supervision"
    verbose_name = _("Housing supervision")

"""Signing in as a Django app, so that its listener is in place before the first request."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils.translation import gettext_lazy as _

from supervision.signin.session import begin


class SigningInConfig(AppConfig):
    name = "supervision.signin"
    label = "signin"
    verbose_name = _("Signing in")

    def ready(self) -> None:
        user_logged_in.connect(begin, dispatch_uid="signin.begin")

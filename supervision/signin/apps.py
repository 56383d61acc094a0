"""Signing in as a Django app, so that its listener is in place before the first request; and allauth's list of sessions
without its listeners, which would keep the keys of cookies (`sealed_sessions.note_listed`)."""

from allauth.usersessions import apps as usersessions
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


class ListedSessionsConfig(usersessions.UserSessionsConfig):
    default = False

    def ready(self) -> None:
        """Nothing listens: a session is listed where it begins and where its key changes."""

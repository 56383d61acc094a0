"""What a page has to say on the next one travels in a cookie, under a name that only the host itself can set."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class HostCookie(CookieStorage):
    """The framework takes one name for all."""

    @property
    def cookie_name(self) -> str:  # type: ignore[override]
        return settings.MESSAGES_COOKIE_NAME


class HostCookieFirst(FallbackStorage):
    """`MESSAGE_STORAGE`: what is too long for a cookie stands in the session."""

    storage_classes = (HostCookie, SessionStorage)

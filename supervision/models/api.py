"""Programs that use the REST interface: who they are, what they asked, and answers kept for a repetition."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from oauth2_provider.models import AbstractApplication

from supervision.enums import ApiScope
from supervision.models.history import tracked_but


@tracked_but("client_secret", "hash_client_secret", "updated", "last_used_at")
class ApiClient(AbstractApplication):
    """One program. Its rows and rights are those of its login (`user`, role "program"); `scopes` only narrow them.

    The secret is kept as a hash, its tokens as checksums; both are shown once. OAuth 2.0 client credentials only.
    """

    scopes = ArrayField(
        models.CharField(max_length=20, choices=ApiScope), default=list, blank=True, verbose_name=_("what it may do")
    )
    requests_per_minute = models.PositiveIntegerField(_("requests per minute"), default=600)
    last_used_at = models.DateTimeField(_("last used at"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("program of the interface")
        verbose_name_plural = _("programs of the interface")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name or self.client_id

    def is_usable(self, request: object) -> bool:
        """Asked by the token endpoint: a revoked program gets no token. Returns True while it may come in."""
        return self.revoked_at is None and self.user is not None and self.user.is_active

    @property
    def is_revoked(self) -> bool:
        return self.revoked_at is not None


class ApiRequest(models.Model):
    """One request to the interface: who, what, how it ended and how long it took. Deleted when old."""

    at = models.DateTimeField(_("at"), auto_now_add=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name=_("login"), related_name="+"
    )  # SET_NULL: the log does not keep a login alive
    client = models.ForeignKey(
        ApiClient, models.SET_NULL, null=True, blank=True, verbose_name=_("program"), related_name="+"
    )
    method = models.CharField(_("method"), max_length=10)
    path = models.CharField(_("path"), max_length=300, help_text=_("Without the query: it may name people."))
    status = models.PositiveSmallIntegerField(_("status"))
    milliseconds = models.PositiveIntegerField(_("milliseconds"))
    request_id = models.CharField(_("number of the request"), max_length=100, blank=True, db_default="")  # X-Request-ID

    class Meta:
        verbose_name = _("request to the interface")
        verbose_name_plural = _("requests to the interface")
        ordering = ["-id"]
        indexes = [models.Index(fields=["at"], name="api_request_by_time")]

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.status}"


class UnprovenCount(models.Model):
    """Unproven requests that were refused: how many in an hour, by status. A row each would fill the disk for them."""

    hour = models.DateTimeField(_("hour"))
    status = models.PositiveSmallIntegerField(_("status"))
    requests = models.PositiveIntegerField(_("requests"), default=0)

    class Meta:
        db_table = "supervision_strangerscount"  # its name of before, for the release that runs beside the migration
        verbose_name = _("refused requests that prove nobody")
        verbose_name_plural = _("refused requests that prove nobody")
        constraints = [models.UniqueConstraint("hour", "status", name="strangers_counted_once_an_hour")]

    def __str__(self) -> str:
        return f"{self.hour:%d.%m.%Y %H} {self.status}"


class IdempotentAnswer(models.Model):
    """The answer to a write that carried an `Idempotency-Key`, given again to the same request for a day.

    Written in the transaction of the write. `status` is None while the first request is still at work.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("login"), related_name="+")
    key = models.CharField(_("key"), max_length=255)
    digest = models.CharField(_("digest of the request"), max_length=64)
    at = models.DateTimeField(_("at"), auto_now_add=True, db_index=True)
    status = models.PositiveSmallIntegerField(_("status"), null=True)
    headers = models.JSONField(_("headers"), default=dict)
    body = models.BinaryField(_("body"), default=bytes)

    class Meta:
        verbose_name = _("answer kept for a repetition")
        verbose_name_plural = _("answers kept for a repetition")
        constraints = [models.UniqueConstraint("user", "key", name="idempotency_key_once")]

    def __str__(self) -> str:
        return self.key

"""Webhooks that go out: who wants to hear of changes, and what is still to be told."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from supervision.enums import DeliveryState, HeardEvent
from supervision.models.history import tracked_but


@tracked_but("secret_salt", "failing_since", "chats_read", "periods_read")
class WebhookEndpoint(models.Model):
    """An address of another system, told of changes in what its login (`user`) may see.

    The signing secret is not kept: it is derived from the installation's key and `secret_salt`, so that a copy of the
    database signs nothing. `chats_read` and `periods_read` say up to where the changes were turned into deliveries:
    transaction and number of the row (`Change`).
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("login"), related_name="webhooks")
    url = models.URLField(_("address"), max_length=500)
    events = ArrayField(models.CharField(max_length=30, choices=HeardEvent), verbose_name=_("hears of"))
    secret_salt = models.CharField(_("salt of the secret"), max_length=64)
    is_enabled = models.BooleanField(_("switched on"), default=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    off_at = models.DateTimeField(_("switched off at"), null=True, blank=True)
    off_reason = models.CharField(_("why it was switched off"), max_length=300, blank=True, db_default="")
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)
    chats_read = ArrayField(models.BigIntegerField(), size=2, default=list, verbose_name=_("chats read up to"))
    periods_read = ArrayField(models.BigIntegerField(), size=2, default=list, verbose_name=_("periods read up to"))

    class Meta:
        verbose_name = _("outgoing webhook")
        verbose_name_plural = _("outgoing webhooks")
        ordering = ["id"]
        constraints = [models.UniqueConstraint("user", "url", name="webhook_address_once")]

    def __str__(self) -> str:
        return self.url


class WebhookDelivery(models.Model):
    """One message to one address, tried until it is taken or given up. The newest state of the row is told."""

    endpoint = models.ForeignKey(
        WebhookEndpoint, models.CASCADE, db_index=False, verbose_name=_("outgoing webhook"), related_name="deliveries"
    )  # found through delivery_of_endpoint
    message_id = models.CharField(_("message id"), max_length=60, unique=True)
    event = models.CharField(_("event"), max_length=30, choices=HeardEvent)
    object_id = models.BigIntegerField(_("number of the row"))
    region = models.ForeignKey("supervision.Region", models.PROTECT, verbose_name=_("region"), related_name="+")
    payload = models.JSONField(_("payload"))
    state = models.CharField(_("state"), max_length=10, choices=DeliveryState, default=DeliveryState.DUE)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    not_before = models.DateTimeField(_("not before"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    last_status = models.PositiveSmallIntegerField(_("last status"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["endpoint", "id"], name="delivery_of_endpoint"),
            models.Index(fields=["not_before"], condition=Q(state="due"), name="delivery_due"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.object_id}"

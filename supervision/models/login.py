"""Logins beside their names: links by which people come in for the first time, and what is asked of them then."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class LoginLink(models.Model):
    """A link that works once: whoever opens it chooses the login's password. Only a hash of it is kept."""

    login = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("login"), related_name="links")
    token_hash = models.CharField(_("hash of the link"), max_length=64, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"), related_name="+")
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    expires_at = models.DateTimeField(_("works until"))
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)

    class Meta:
        verbose_name = _("link of a login")
        verbose_name_plural = _("links of logins")
        constraints = [
            models.UniqueConstraint("login", condition=Q(used_at=None), name="one_open_link_of_a_login"),
        ]

    def __str__(self) -> str:
        return f"{self.login}: {self.expires_at:%d.%m.%Y}"


class PasswordToChange(models.Model):
    """The login's password is one that somebody else set: it opens the page of another password and nothing more.

    `by` is whoever typed it; None at the server's shell.
    """

    login = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        primary_key=True,
        verbose_name=_("login"),
        related_name="password_to_change",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("by"), related_name="+"
    )
    since = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("password to change")
        verbose_name_plural = _("passwords to change")

    def __str__(self) -> str:
        return str(self.login)


class ProviderJoin(models.Model):
    """Somebody else than its owner joined the login with a person of the identity provider; a join by the owner, or one
    that came by a claim, has no row."""

    account = models.OneToOneField(
        "socialaccount.SocialAccount",
        models.CASCADE,
        primary_key=True,
        verbose_name=_("person of the provider"),
        related_name="made_by",
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"), related_name="+")

    class Meta:
        verbose_name = _("join with the identity provider by another")
        verbose_name_plural = _("joins with the identity provider by others")

    def __str__(self) -> str:
        return str(self.account)

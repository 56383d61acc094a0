"""A company's page without a password: the link by which it is reached, and the people whom the company names there."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class CompanyLink(models.Model):
    """Leads to the page of one company, until it is revoked or `until` has come.

    The token stands here hashed, to be found by, and nowhere else: the object that was just made knows it (`token`),
    for the page that answers its making. `email` is the company's address as the inspector knows it: whoever reads a
    code there shows that the link is in the company's hands (`confirmed_at`). A code stands here hashed, holds until
    `code_until` and for few tries. `by` issued it: it holds while they may (`actions.handed_out`).
    """

    organisation = models.ForeignKey(
        "supervision.Organisation", models.PROTECT, verbose_name=_("organisation"), related_name="links"
    )
    token = ""
    token_hash = models.CharField(_("hash of the token"), max_length=64, unique=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("by"), related_name="+"
    )
    made_at = models.DateTimeField(_("made at"))
    until = models.DateTimeField(_("the link holds until"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    opened_at = models.DateTimeField(_("first opened at"), null=True, blank=True)
    email = models.EmailField(_("the company's address"), blank=True)
    code_hash = models.CharField(_("hash of the code"), max_length=64, blank=True)
    code_until = models.DateTimeField(_("the code holds until"), null=True, blank=True)
    code_tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    confirmed_at = models.DateTimeField(_("confirmed by a code at"), null=True, blank=True)

    class Meta:
        verbose_name = _("link of a company")
        verbose_name_plural = _("links of companies")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.organisation)

    @property
    def is_trusted(self) -> bool:
        """Whether what comes through it needs no inspector, by the region's policy. Revoked it is no longer trusted,
        nor are the invitations that were made by it."""
        is_confirmed = self.confirmed_at is not None and self.revoked_at is None
        return is_confirmed and self.organisation.region.trusts_mailed_links

    def is_open(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.until


class NominationState(models.TextChoices):
    """What became of a name that a company gave."""

    WAITING = "waiting", _("waits for an inspector")
    CONFIRMED = "confirmed", _("confirmed")
    REFUSED = "refused", _("not accepted")
    WITHDRAWN = "withdrawn", _("withdrawn by the company")


class Nomination(models.Model):
    """A person whom a company named as its representative. Nobody to the chats until it is confirmed: only then is
    there a `representative`."""

    organisation = models.ForeignKey(
        "supervision.Organisation", models.PROTECT, verbose_name=_("organisation"), related_name="nominations"
    )
    link = models.ForeignKey(CompanyLink, models.PROTECT, verbose_name=_("link"), related_name="nominations")
    full_name = models.CharField(_("full name"), max_length=200)
    position = models.CharField(_("position"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=NominationState, default=NominationState.WAITING)
    named_at = models.DateTimeField(_("named at"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    representative = models.OneToOneField(
        "supervision.Representative",
        models.CASCADE,
        null=True,
        blank=True,
        verbose_name=_("representative"),
        related_name="nomination",
    )

    class Meta:
        verbose_name = _("name given by a company")
        verbose_name_plural = _("names given by companies")
        ordering = ["full_name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=NominationState.CONFIRMED) | models.Q(representative=None),
                name="only_the_confirmed_represent",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation"],
                condition=models.Q(state=NominationState.WAITING),
                name="nomination_that_waits",
            )
        ]

    def __str__(self) -> str:
        return self.full_name

"""What the region's identity provider says of a person, as roles: the table, and which roles came by it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from supervision.enums import Role
from supervision.models.history import tracked_but
from supervision.models.territory import Region

EVERYWHERE = (Role.ANALYST.value, Role.ADMINISTRATOR.value)
OF_PEOPLE = (*EVERYWHERE, Role.INSPECTOR.value, Role.HEAD.value)


@tracked_but()
class ClaimRule(models.Model):
    """Whoever comes with this value gets this role at this place; one value may give roles at several places."""

    value = models.CharField(_("value of the claim"), max_length=200)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, verbose_name=_("region"), related_name="claim_rules"
    )

    class Meta:
        verbose_name = _("role by a claim")
        verbose_name_plural = _("roles by claims")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["value", "region"], nulls_distinct=False, name="one_role_of_a_value_at_a_place"
            ),
            models.CheckConstraint(condition=Q(role__in=OF_PEOPLE), name="a_claim_makes_no_program"),
            models.CheckConstraint(
                condition=Q(role__in=EVERYWHERE, region=None) | (~Q(role__in=EVERYWHERE) & Q(region__isnull=False)),
                name="role_of_a_claim_has_its_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value}: {self.role}"


@tracked_but()
class ClaimedRole(models.Model):
    """The role that the login has at this place came by a claim, and goes with it; one given by hand has no row."""

    login = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("login"), related_name="claimed_roles"
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, verbose_name=_("region"), related_name="+"
    )
    value = models.CharField(_("value of the claim"), max_length=200)

    class Meta:
        verbose_name = _("role that came by a claim")
        verbose_name_plural = _("roles that came by claims")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["login", "region"], nulls_distinct=False, name="one_claimed_role_at_a_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.login}: {self.value}"

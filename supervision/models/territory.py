"""Regions with their policy, municipalities, and the zones by which houses fall to inspectors."""

import zoneinfo
from datetime import date, datetime
from string import Formatter
from typing import NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from supervision.enums import BoundBy, ChangeKind, HandChanges, HouseKind, RightsPreset, UnknownAdmins
from supervision.models.change import watched
from supervision.models.dated import Dated, dated
from supervision.models.history import tracked, tracked_without

TITLE_TEMPLATE = "{address}"
DESCRIPTION_TEMPLATE = "Официальный чат дома {address}. Управление домом: {company}."
ANNOUNCEMENT_TEMPLATE = (
    "Уважаемые жители! С {since} управление домом {address} осуществляет {company}. "
    "Чат остаётся за домом, владелец чата — орган жилищного надзора."
)
POSTER_TEXT = (
    "Это официальный чат дома {address}. В нём управляющая организация отвечает на вопросы о содержании дома. "
    "Владелец чата — орган государственного жилищного надзора, поэтому чат остаётся за домом при смене организации."
)
WORDS_OF_HOUSE = frozenset({"address", "city", "street", "number"})
WORDS_OF_PERIOD = frozenset({"company", "since"})


def check_template(template: str) -> None:
    """What a region's people may write in braces; anything else would leave every chat of the region without a wish."""
    _check_words(template, WORDS_OF_HOUSE | WORDS_OF_PERIOD)


def check_title_template(template: str) -> None:
    """Titles are unique in the region because the whole address is in them."""
    if "address" not in _check_words(template, WORDS_OF_HOUSE):
        raise ValidationError(_("The title must contain {address}: it is what makes it unique in the region."))


def _check_words(template: str, allowed: frozenset[str]) -> set[str]:
    try:
        fields = [field for field in Formatter().parse(template) if field[1] is not None]
    except ValueError as error:
        raise ValidationError(_("A brace is not closed. Write words as {address}.")) from error
    if any(spec or conversion for _text, _name, spec, conversion in fields):  # {address:>999999} is a title too
        raise ValidationError(_("Only the word itself stands in braces, for example {address}."))
    words = {name for _text, name, _spec, _conversion in fields if name is not None}
    if unknown := words - allowed:
        names = {"unknown": ", ".join(sorted(unknown)), "allowed": ", ".join(sorted(allowed))}
        raise ValidationError(_("Unknown word in braces: %(unknown)s. Allowed: %(allowed)s."), params=names)
    return words


def default_scope_kinds() -> list[str]:
    return [HouseKind.APARTMENT]


def check_time_zone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("%(name)s is not a time zone, for example Asia/Omsk."), params={"name": name})


class ScopePolicy(NamedTuple):
    """Which houses get a chat; 0 flats: no number is asked for."""

    kinds: tuple[str, ...]
    min_flats: int


class RegionQuerySet(models.QuerySet["Region"]):
    def policies(self) -> dict[ScopePolicy, list[str]]:
        """Codes of the regions that keep to each policy: most keep to the same one."""
        found: dict[ScopePolicy, list[str]] = {}
        for code, kinds, min_flats in self.order_by("pk").values_list("pk", "scope_kinds", "min_flats"):
            found.setdefault(ScopePolicy(tuple(sorted(kinds)), min_flats), []).append(code)
        return found


@tracked_without("updated_at")
class Region(Dated):
    """A subject of the federation: the tenant. Its dates are midnights in `time_zone`."""

    code = models.CharField(_("code"), max_length=2, primary_key=True)
    name = models.CharField(_("name"), max_length=100, unique=True)
    time_zone = models.CharField(_("time zone"), max_length=40, validators=[check_time_zone])
    body_name = models.CharField(_("supervision body"), max_length=200, blank=True)

    scope_kinds = ArrayField(
        models.CharField(max_length=20, choices=HouseKind),
        default=default_scope_kinds,
        verbose_name=_("kinds of house"),
    )
    min_flats = models.PositiveSmallIntegerField(
        _("minimum of flats"),
        default=0,
        help_text=_("Houses with fewer flats get no official chat; 0 asks for no number of flats at all."),
    )
    title_template = models.CharField(
        _("title of a chat"), max_length=200, default=TITLE_TEMPLATE, validators=[check_title_template]
    )
    description_template = models.TextField(
        _("description of a chat"), default=DESCRIPTION_TEMPLATE, blank=True, validators=[check_template]
    )
    announcement_template = models.TextField(
        _("announcement of a change of company"),
        default=ANNOUNCEMENT_TEMPLATE,
        blank=True,
        validators=[check_template],
    )
    poster_text = models.TextField(
        _("text of the poster"), default=POSTER_TEXT, blank=True, validators=[check_template]
    )
    rights_preset = models.CharField(
        _("rights of representatives"), max_length=20, choices=RightsPreset, default=RightsPreset.MODERATOR
    )
    unknown_admins = models.CharField(
        _("administrators not appointed here"), max_length=20, choices=UnknownAdmins, default=UnknownAdmins.REPORT
    )
    hand_changes = models.CharField(
        _("changes made in the messenger by hand"),
        max_length=10,
        choices=HandChanges,
        default=HandChanges.CORRECT,
        help_text=_("Title, description and rights. A wrong owner is never left alone."),
    )
    handover_days = models.PositiveSmallIntegerField(
        _("days of handing over"),
        default=7,
        help_text=_("For so many days the old company keeps its rights while nobody of the new one has joined."),
    )
    default_inspector = models.ForeignKey(
        "supervision.Inspector",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("default owner"),
        related_name="+",
    )
    change_limit_percent = models.PositiveSmallIntegerField(
        _("limit of changed chats, %"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("More existing chats than this share wait for an approval."),
    )
    missing_limit_percent = models.PositiveSmallIntegerField(
        _("limit of missing houses, %"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("A file in which more houses are missing is not applied without an approval."),
    )

    bound_by = models.CharField(
        _("accounts of people are bound"),
        max_length=10,
        choices=BoundBy,
        default=BoundBy.PERSON,
        db_default=BoundBy.PERSON,
        help_text=_("Until an account is bound its person has no rights in chats."),
    )
    trusts_mailed_links = models.BooleanField(
        _("names by a link that a code by e-mail confirmed need no inspector"),
        default=False,
        db_default=False,
        help_text=_("Only where the portal sends mail. All other names that companies give wait for an inspector."),
    )

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["code"]
        permissions = [
            ("supervise_region", _("May change facts of the region")),
            ("manage_region", _("May change policy and people of the region")),
        ]
        triggers = [
            dated(
                *("name", "time_zone", "body_name", "scope_kinds", "min_flats", "rights_preset"),
                *("unknown_admins", "hand_changes", "handover_days"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def today(self, at: datetime | None = None) -> date:
        """The date in the region at the aware instant `at` (now if None)."""
        return (at or timezone.now()).astimezone(zoneinfo.ZoneInfo(self.time_zone)).date()

    def midnight(self, on: date) -> datetime:
        """The aware instant at which `on` starts in the region."""
        return datetime(on.year, on.month, on.day, tzinfo=zoneinfo.ZoneInfo(self.time_zone))


@tracked
class Municipality(models.Model):
    """A city, district or settlement of the register, by which inspectors' zones are drawn."""

    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("region"), related_name="municipalities")
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ["name"]
        constraints = [models.UniqueConstraint("region", "name", name="municipality_name_once_in_region")]
        triggers = watched(ChangeKind.MUNICIPALITY, region="r.region_id", columns=("region_id", "name"))

    def __str__(self) -> str:
        return self.name


@tracked
class Zone(models.Model):
    """Municipalities × inspectors. Several inspectors share a zone's houses evenly (docs/adr/0005)."""

    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("region"), related_name="zones")
    name = models.CharField(_("name"), max_length=200)
    whole_region = models.BooleanField(
        _("whole region"), default=False, help_text=_("Covers every municipality that no other zone names.")
    )
    municipalities = models.ManyToManyField(
        Municipality, blank=True, verbose_name=_("municipalities"), related_name="zones"
    )
    inspectors = models.ManyToManyField(
        "supervision.Inspector", blank=True, verbose_name=_("inspectors"), related_name="zones"
    )

    class Meta:
        verbose_name = _("zone")
        verbose_name_plural = _("zones")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("region", "name", name="zone_name_once_in_region"),
            models.UniqueConstraint("region", condition=Q(whole_region=True), name="one_zone_covers_whole_region"),
        ]

    def __str__(self) -> str:
        return self.name

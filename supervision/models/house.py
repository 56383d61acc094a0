"""Houses of the register and the other identifiers they are known by."""

from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from supervision.enums import ChangeKind, HouseKind, HouseState
from supervision.house_facts import CAPTIONS, SHOWN
from supervision.models.address_order import AddressOrder
from supervision.models.address_search import address_question
from supervision.models.change import watched
from supervision.models.chat import Chat
from supervision.models.history import tracked, tracked_without
from supervision.models.territory import Region
from supervision.models.word_search import WordsOf

# what other systems are shown of a house
SHOWN_COLUMNS = ("region_id", "municipality_id", "fias_guid", *SHOWN, "inspector_id")


class HouseQuerySet(models.QuerySet["House"]):
    def in_scope(self) -> Self:
        """Houses that get an official chat under their region's policy; reads the policies at once, in one query.

        A house whose number of flats is unknown is in scope only where the region asks for no number.
        """
        # values, no join: PostgreSQL knows how many houses fit them, and need not try every house of the country
        policies = Region.objects.policies()
        fitting = Q()
        for policy, codes in policies.items():
            fits = Q(kind__in=policy.kinds)
            fits &= Q(flats__gte=policy.min_flats) if policy.min_flats else Q()
            fits &= Q(region__in=codes) if len(policies) > 1 else Q()
            fitting |= fits
        return self.filter(fitting, state=HouseState.STANDING)

    def out_of_scope(self) -> Self:
        """All the others. Said the other way round, and not as those that are not in scope: they are few, and found by
        indexes of what is rare."""
        policies = Region.objects.policies()
        missing = ~Q(state=HouseState.STANDING)
        for policy, codes in policies.items():
            misses = ~Q(kind__in=policy.kinds)
            misses |= Q(flats__lt=policy.min_flats) | Q(flats=None) if policy.min_flats else Q()
            missing |= misses & Q(region__in=codes) if len(policies) > 1 else misses
        return self.filter(missing)

    def with_words(self, text: str) -> Self:
        """Houses at what is typed of an address, in any order; none where the text has no word."""
        asked = address_question(text)
        return self.alias(words=WordsOf("address")).filter(words=asked) if asked else self.none()

    def without_chat(self) -> Self:
        """The chat's region is the house's: said, so that PostgreSQL reads the chats of one region."""
        chat = Chat.objects.filter(house=OuterRef("pk"), region=OuterRef("region"))
        return self.filter(~Exists(chat))


@tracked_without("address_order")
class House(models.Model):
    """A building. Its key everywhere is the ФИАС (ГАР) GUID; the ГИС ЖКХ GUID is another number."""

    region = models.ForeignKey(
        "supervision.Region", models.PROTECT, db_index=False, verbose_name=_("region"), related_name="houses"
    )  # found through house_by_address, which starts with it
    municipality = models.ForeignKey(
        "supervision.Municipality",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=CAPTIONS["municipality"],
        related_name="houses",
    )
    fias_guid = models.UUIDField(_("ФИАС GUID"), unique=True)
    gis_guid = models.UUIDField(CAPTIONS["gis_guid"], null=True, blank=True, unique=True)
    frt_id = models.BigIntegerField(CAPTIONS["frt_id"], null=True, blank=True)
    cadastral_number = models.CharField(CAPTIONS["cadastral_number"], max_length=40, blank=True)

    address = models.CharField(CAPTIONS["address"], max_length=500, help_text=_("Without the region."))
    address_key = models.CharField(
        CAPTIONS["address_key"], max_length=500, editable=False, help_text=_("Equal for equal addresses.")
    )
    address_order = models.GeneratedField(
        expression=AddressOrder("address"), output_field=models.TextField(db_collation="C"), db_persist=True
    )
    area = models.CharField(CAPTIONS["area"], max_length=150, blank=True)
    city = models.CharField(CAPTIONS["city"], max_length=150, blank=True)
    street = models.CharField(CAPTIONS["street"], max_length=200, blank=True)
    number = models.CharField(CAPTIONS["number"], max_length=200, blank=True)
    building = models.CharField(CAPTIONS["building"], max_length=100, blank=True)
    block = models.CharField(CAPTIONS["block"], max_length=100, blank=True)
    letter = models.CharField(CAPTIONS["letter"], max_length=100, blank=True)

    kind = models.CharField(CAPTIONS["kind"], max_length=20, choices=HouseKind, default=HouseKind.UNKNOWN)
    state = models.CharField(_("state"), max_length=20, choices=HouseState, default=HouseState.STANDING)
    flats = models.PositiveIntegerField(CAPTIONS["flats"], null=True, blank=True)
    floors = models.PositiveSmallIntegerField(CAPTIONS["floors"], null=True, blank=True)
    built_year = models.PositiveSmallIntegerField(CAPTIONS["built_year"], null=True, blank=True)
    is_emergency = models.BooleanField(CAPTIONS["is_emergency"], default=False)

    inspector = models.ForeignKey(
        "supervision.Inspector",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("own inspector"),
        related_name="houses",
    )
    imported_organisation = models.ForeignKey(
        "supervision.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("organisation in the last import"),
        help_text=_("A file changes the company only where it differs from this."),
    )

    objects = HouseQuerySet.as_manager()

    class Meta:
        verbose_name = _("house")
        verbose_name_plural = _("houses")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["region", "address_key"], name="house_by_address"),
            # by address within a region, 2 before 10
            models.Index(fields=["region", "address_order", "-id"], name="house_in_order"),
            # the newest of one region first: without it the list reads through the houses of all others
            models.Index(fields=["region", "id"], name="house_by_region"),
            # what the filters of the list look for beside the usual; of the usual the first page is found at once
            models.Index(fields=["kind", "id"], condition=~Q(kind="apartment"), name="house_of_rare_kind"),
            models.Index(fields=["state", "id"], condition=~Q(state="standing"), name="house_not_standing"),
            # what the register leaves out, for the report of its quality and the lists behind it
            models.Index(
                fields=["region", "id"],
                condition=Q(cadastral_number="", state="standing"),
                name="house_no_cadastral_number",
            ),
            models.Index(
                fields=["region", "id"],
                condition=Q(flats__isnull=True, state="standing"),
                name="house_of_unknown_flats",
            ),
            GinIndex(WordsOf("address"), name="house_by_words"),
            models.Index(
                fields=["cadastral_number"], condition=~Q(cadastral_number=""), name="house_by_cadastral_number"
            ),
        ]
        triggers = watched(ChangeKind.HOUSE, region="r.region_id", columns=SHOWN_COLUMNS)

    def __str__(self) -> str:
        return self.address


@tracked
class HouseAlias(models.Model):
    """Another ФИАС GUID under which files name the same house (corner houses, several buildings at one number)."""

    house = models.ForeignKey(House, models.CASCADE, verbose_name=_("house"), related_name="aliases")
    fias_guid = models.UUIDField(_("ФИАС GUID"), unique=True)

    class Meta:
        verbose_name = _("other GUID of a house")
        verbose_name_plural = _("other GUIDs of houses")

    def __str__(self) -> str:
        return str(self.fias_guid)

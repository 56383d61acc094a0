"""A file that somebody uploaded: read in the background, shown, applied when a person says so."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from supervision.enums import UploadState
from supervision.models.dated import Dated, dated


class Upload(Dated):
    """Its bytes lie in private storage under a name of the portal's own; `file_name` is what the person called it.

    `report` is what the importer's dry run found (`registry/stored.py`), `percent` how much of the file was read.
    `numbers`, by GUID: of houses of whose number a spreadsheet made a date, as a person confirmed them.
    `attempts` counts the workers that began and were not heard of again.
    """

    region = models.ForeignKey("supervision.Region", models.PROTECT, verbose_name=_("region"), related_name="uploads")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"), related_name="+")
    at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    file = models.FileField(_("file"), upload_to="uploads/%Y/%m/", max_length=300)
    second_file = models.FileField(_("second file"), upload_to="uploads/%Y/%m/", max_length=300, blank=True)
    file_name = models.CharField(_("name of the file"), max_length=300)
    second_name = models.CharField(_("name of the second file"), max_length=300, blank=True)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=UploadState, default=UploadState.WAITING)
    percent = models.PositiveSmallIntegerField(_("read, %"), default=0)
    report = models.JSONField(_("report"), default=dict, blank=True)
    message = models.TextField(_("what is wrong"), blank=True)
    touched_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    numbers = models.JSONField(_("house numbers that were confirmed"), null=True, blank=True, editable=False)
    approval = models.TextField(_("reason of the approval"), blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("confirmed by"),
        related_name="+",
    )
    run = models.OneToOneField(
        "supervision.ImportRun", models.PROTECT, null=True, blank=True, verbose_name=_("import"), related_name="upload"
    )
    adoption = models.ForeignKey(
        "supervision.Adoption",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("list of existing chats"),
        related_name="uploads",
    )

    class Meta:
        verbose_name = _("uploaded file")
        verbose_name_plural = _("uploaded files")
        ordering = ["-id"]
        triggers = [
            dated(
                *("region", "by", "at", "file_name", "second_name", "as_of", "state", "percent", "message"),
                *("report", "run"),
            )
        ]

    def __str__(self) -> str:
        return self.file_name

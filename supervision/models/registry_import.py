"""What was imported, and what was wrong with it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from supervision.enums import ImportKind
from supervision.models.taken_back import TakenBack


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def standing(self) -> Self:
        """Those that were not taken back: what they said counts."""
        return self.filter(undone_at=None)


class ImportRun(TakenBack):
    """One applied file: its counts stay readable after the facts have moved on.

    The histories of rows hold what it changed, under the number of its `event`; `spans` say between which numbers of
    each history that stands, so that nobody has to read years of it. `undone_event` is the number of the event by which
    the whole was taken back. Numbers only: old events are archived and leave the table.
    """

    region = models.ForeignKey("supervision.Region", models.PROTECT, verbose_name=_("region"), related_name="imports")
    kind = models.CharField(_("kind"), max_length=20, choices=ImportKind)
    file_name = models.CharField(_("file"), max_length=300)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    applied_at = models.DateTimeField(_("applied at"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("by"), related_name="+"
    )
    counts = models.JSONField(_("counts"), default=dict)
    event = models.BigIntegerField(_("event"), null=True, blank=True, editable=False)
    spans = models.JSONField(_("where the histories keep it"), null=True, blank=True, editable=False)
    undone_event = models.BigIntegerField(_("event of taking back"), null=True, blank=True, editable=False)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.file_name} {self.applied_at:%Y-%m-%d}"


class ImportIssue(models.Model):
    """A line of a file that was left out, or that somebody should look at. `file` is the name of the file where a line
    is to blame: apart from the words, because not everybody who reads these is told how somebody named a file."""

    run = models.ForeignKey(ImportRun, models.CASCADE, verbose_name=_("import"), related_name="issues")
    line = models.PositiveIntegerField(_("line"), null=True, blank=True)
    code = models.CharField(_("code"), max_length=40)
    message = models.TextField(_("what is wrong"))
    file = models.CharField(_("file"), max_length=300, blank=True, db_default="")

    class Meta:
        verbose_name = _("remark of an import")
        verbose_name_plural = _("remarks of imports")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.line or ''} {self.code}"

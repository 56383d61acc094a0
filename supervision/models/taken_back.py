"""What can be taken back as a whole stays on record, with who took it back, when and why."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class TakenBack(models.Model):
    """Columns of a decision or a file that may be taken back; all of them empty while it stands."""

    undone_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("taken back by"),
        related_name="+",
    )
    undone_reason = models.TextField(_("why it was taken back"), blank=True, db_default="")

    class Meta:
        abstract = True

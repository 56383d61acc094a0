"""What people of a region write to each other about a house, its chat and its work orders."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_COMMENT = 2000


class Comment(models.Model):
    """One thread a house; `chat` or `order` says on whose page it was written.

    For the region's own people: neither analysts nor programs are given it. Whoever wrote it may take it back: the text
    is gone then, and that there was one stays.
    """

    house = models.ForeignKey("supervision.House", models.PROTECT, db_index=False, related_name="+")
    chat = models.ForeignKey("supervision.Chat", models.PROTECT, null=True, related_name="+", db_index=False)
    order = models.ForeignKey("supervision.WorkOrder", models.PROTECT, null=True, related_name="+", db_index=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"), related_name="+")
    at = models.DateTimeField(_("at"), auto_now_add=True)
    text = models.TextField(_("comment"), max_length=LONGEST_COMMENT, blank=True)
    taken_back_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    mentioned = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("mentioned"), related_name="+", blank=True
    )

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        indexes = [models.Index(fields=["house", "-id"], name="comment_of_house")]

    def __str__(self) -> str:
        return self.text[:60]

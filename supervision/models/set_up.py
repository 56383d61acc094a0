"""What people said of the set-up of a region, where no other table could tell."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from supervision.enums import SetUpWord


class SetUpMark(models.Model):
    """Said once: the policy was looked through, the first push was approved."""

    region = models.ForeignKey("supervision.Region", models.PROTECT, verbose_name=_("region"), related_name="set_up")
    step = models.CharField(_("what was said"), max_length=10, choices=SetUpWord)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("by"), related_name="+")
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("word on the set-up")
        verbose_name_plural = _("words on the set-up")
        ordering = ["id"]
        constraints = [models.UniqueConstraint("region", "step", name="set_up_word_once_in_region")]

    def __str__(self) -> str:
        return f"{self.region_id}: {self.get_step_display()}"

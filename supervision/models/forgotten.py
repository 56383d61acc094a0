"""Who is forgotten, until the record of events and the versions of rows are without them too."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ForgottenPerson(models.Model):
    """What one would know the person by, sealed, for the owner of the tables: the portal itself takes nothing out of
    the record. Deleted once that is done (`manage.py remove_old_records`)."""

    sealed = models.TextField(_("sealed words"))
    forgotten_at = models.DateTimeField(_("forgotten at"))

    class Meta:
        verbose_name = _("forgotten person")
        verbose_name_plural = _("forgotten people")

    def __str__(self) -> str:
        return f"№ {self.pk}"

    @property
    def context(self) -> str:
        """What the words are sealed for."""
        return f"forgotten:{self.forgotten_at.isoformat()}"

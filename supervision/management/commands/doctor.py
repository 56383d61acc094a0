"""`manage.py doctor`: what is wrong with the installation, and what to do about it, for the operator at night."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from supervision.stored_language import in_portal_language
from supervision.upkeep import condition, regions


class Command(BaseCommand):
    help = "Says in Russian what is wrong with the installation and what to do. Ends with 1 where anything is."
    requires_system_checks: list[str] = []  # it says itself what is wrong, also where a check would stop it

    def handle(self, *args: Any, **options: Any) -> None:
        with in_portal_language():
            parts = condition.parts()
            database_is_there = next(part.is_well for part in parts if part.name == "migrations")
            found = [*parts, *(regions.parts() if database_is_there else [])]
            for part in found:
                self.stdout.write(self._line(part))
            ill = sum(not part.is_well for part in found)
            if ill:
                raise CommandError(_("Wrong: %(count)s. The runbook, section 7, says more.") % {"count": ill})
            self.stdout.write(_("All is well."))

    def _line(self, part: condition.Condition) -> str:
        if part.is_well:
            return f"{self.style.SUCCESS('+')} {part.name}"
        return f"{self.style.ERROR('-')} {part.name}: {part.trouble} {part.remedy}"

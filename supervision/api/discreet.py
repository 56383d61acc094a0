"""What a program does not read of a row: names of files that others brought, and who ran a command."""

from typing import Any

from rest_framework import serializers

from supervision.api.resource import ShownRow

FILE_NAMES, IN_DETAILS = frozenset({"file_name", "second_name", "file"}), frozenset({"file", "second"})


class FileNamesOfOthers(ShownRow):
    """Base of rows of files: whoever brings a file may have written anything into its name, so that a program reads
    only the names that it gave itself."""

    def to_representation(self, instance: Any) -> dict[str, Any]:
        found = super().to_representation(instance)
        if self.is_anothers(instance):
            found.update(dict.fromkeys(FILE_NAMES & set(found)))
        return found

    def is_anothers(self, instance: Any) -> bool:
        """Whether a program asks, and not the one that brought the file."""
        request = self.context["request"]
        return request.auth is not None and self.brought_by(instance) != request.user.pk

    def brought_by(self, instance: Any) -> int | None:
        """The login."""
        by: int | None = instance.by_id
        return by


class DetailsShown(serializers.JSONField):
    """Without names of files."""

    def to_representation(self, value: Any) -> Any:
        return {name: each for name, each in value.items() if name not in IN_DETAILS}


class CauseShown(serializers.CharField):
    """Without who ran a command: that is a login of the server, not of the portal."""

    def to_representation(self, value: Any) -> str:
        return str(value).partition(" by ")[0]

"""What was done: imports with their remarks, and the audit."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django_filters import rest_framework as filters
from rest_framework import serializers
from rest_framework.request import Request

from supervision import access
from supervision.api.filtering import Filters, InstantFilter, NumberFilter
from supervision.api.resource import Resource, ShownRow
from supervision.enums import ImportKind
from supervision.models import Event, ImportIssue, ImportRun

FILE_NAMES, IN_DETAILS = frozenset({"file_name", "second_name"}), frozenset({"file", "second"})


class FileNamesOfOthers(ShownRow):
    """Base of rows of files: whoever brings a file may have written anything into its name, so that a program reads
    only the names that it gave itself."""

    def to_representation(self, instance: Any) -> dict[str, Any]:
        found = super().to_representation(instance)
        request = self.context["request"]
        if request.auth is not None and instance.by_id != request.user.pk:
            found.update(dict.fromkeys(FILE_NAMES & set(found)))
        return found


class DetailsShown(serializers.JSONField):
    """Without names of files."""

    def to_representation(self, value: Any) -> Any:
        return {name: each for name, each in value.items() if name not in IN_DETAILS}


class CauseShown(serializers.CharField):
    """Without who ran a command: that is a login of the server, not of the portal."""

    def to_representation(self, value: Any) -> str:
        return str(value).partition(" by ")[0]


class ImportShown(FileNamesOfOthers):
    personal = frozenset({"file_name"})  # named by whoever brought it
    counts = serializers.JSONField(read_only=True)

    class Meta:
        model = ImportRun
        fields = ("id", "region", "kind", "file_name", "sha256", "as_of", "applied_at", "by", "counts")
        read_only_fields = fields


class ImportFilters(Filters):
    region = filters.CharFilter()
    kind = filters.ChoiceFilter(choices=ImportKind.choices)
    sha256 = filters.CharFilter()

    class Meta:
        model = ImportRun
        fields = ()


class Imports(Resource):
    """Register files that were applied. What was wrong in one: /imports/{id}/issues/."""

    rows = staticmethod(access.imports)
    serializer_class = ImportShown
    filterset_class = ImportFilters


class ImportIssueShown(ShownRow):
    personal = frozenset({"message"})  # a file of people is quoted there

    class Meta:
        model = ImportIssue
        fields = ("id", "line", "code", "message")
        read_only_fields = fields


class ImportIssueFilters(Filters):
    code = filters.CharFilter()

    class Meta:
        model = ImportIssue
        fields = ()


class ImportIssues(Resource):
    """Lines of one file that were left out, or that somebody should look at."""

    rows = staticmethod(access.import_issues)
    serializer_class = ImportIssueShown
    filterset_class = ImportIssueFilters

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        get_object_or_404(access.imports(request.user), pk=self.kwargs["run"])

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().filter(run=self.kwargs.get("run"))  # no file where the schema is made


class EventShown(ShownRow):
    personal = frozenset({"reason", "details"})
    details = DetailsShown(read_only=True)
    cause = CauseShown(read_only=True)

    class Meta:
        model = Event
        fields = ("id", "name", "at", "by", "cause", "reason", "region", "details")
        read_only_fields = fields


class EventFilters(Filters):
    region = filters.CharFilter()
    name = filters.CharFilter()
    by = NumberFilter()
    at_from = InstantFilter(field_name="at", lookup_expr="gte")
    at_to = InstantFilter(field_name="at", lookup_expr="lt")

    class Meta:
        model = Event
        fields = ()


class Events(Resource):
    """Who changed what, and why. Written once, never changed."""

    rows = staticmethod(access.events)
    serializer_class = EventShown
    filterset_class = EventFilters
    orders = {"-id": ("-id",), "id": ("id",)}

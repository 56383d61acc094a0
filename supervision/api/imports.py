"""Register files: those that were applied with their remarks, and the door by which a new one is sent."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from supervision import access
from supervision.actions import uploads
from supervision.api.bounded_fields import AskedDay
from supervision.api.discreet import FileNamesOfOthers
from supervision.api.filtering import Filters
from supervision.api.idempotency import written
from supervision.api.parsing import Json
from supervision.api.problems import Problem
from supervision.api.regions import region_of
from supervision.api.resource import Resource
from supervision.api.uploads import UploadShown
from supervision.api.writing import Writing
from supervision.enums import ApiScope, ImportKind
from supervision.models import ImportIssue, ImportRun
from supervision.registry.dated_numbers import is_number
from supervision.registry.normalise import clean
from supervision.registry.numbers import guid
from supervision.registry.stored import MOST_DATED


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
    several = ("region", "kind")
    spans = ("as_of", "applied_at")

    class Meta:
        model = ImportRun
        fields = ()


class AskedNumberOfHouse(serializers.CharField):
    """`GUID=NUMBER`, as the command takes it."""

    default_error_messages = {"number": gettext_lazy("Write a house and its number as GUID=5/1.")}

    def to_internal_value(self, data: Any) -> tuple[str, str]:
        house, _equals, number = super().to_internal_value(data).partition("=")
        try:
            named = str(guid(house)), clean(number)
        except ValueError:
            self.fail("number")
        if not is_number(named[1]):
            self.fail("number")
        return named


class UploadAsked(serializers.Serializer):
    """The header of a file tells which kind it is; other columns than the wizard's are refused there as here."""

    region = serializers.CharField(max_length=2, help_text="Code of the region.")
    file = serializers.FileField(
        max_length=uploads.LONGEST_NAME,
        help_text="ФРТ (zip, csv), licence register (xlsx, zip), ОЖФ (csv, zip), people or existing chats (csv, xlsx).",
    )
    second = serializers.FileField(
        required=False, max_length=uploads.LONGEST_NAME, help_text="Only with ФРТ houses: organisations of that day."
    )
    as_of = AskedDay(required=False, help_text="Only where the name of the file holds no date.")
    numbers = serializers.ListField(
        child=AskedNumberOfHouse(max_length=100),
        required=False,
        max_length=MOST_DATED,
        help_text="Only with ФРТ houses, GUID=NUMBER each: the number of which a spreadsheet made a date.",
    )

    def validate_numbers(self, numbers: list[tuple[str, str]]) -> dict[str, str]:
        if len(dict(numbers)) < len(numbers):
            raise serializers.ValidationError(_("One house stands here twice."))
        return dict(numbers)


class Imports(Writing, Resource):
    """Register files that were applied. What was wrong in one: /imports/{id}/issues/."""

    rows = staticmethod(access.imports)
    serializer_class = ImportShown
    filterset_class = ImportFilters
    write_scope = ApiScope.IMPORTS
    parser_classes = (MultiPartParser, Json)

    @extend_schema(request={"multipart/form-data": UploadAsked}, responses={202: UploadShown})
    @written
    def create(self, request: Request) -> Response:
        """Takes a register file, the same as the portal's wizard takes. It is read in the background."""
        refuse_too_large(request)
        asked = self.content_of(UploadAsked)
        region = region_of(request.user, asked["region"])
        self.need_region(region)
        upload = uploads.take(
            region,
            asked["file"],
            by=request.user,
            second=asked.get("second"),
            as_of=asked.get("as_of"),
            numbers=asked.get("numbers"),
        )
        shown = UploadShown(upload, context=self.get_serializer_context()).data
        return Response(shown, status=202, headers={"Location": f"/api/v1/imports/uploads/{upload.pk}/"})


class ImportIssueShown(FileNamesOfOthers):
    personal = frozenset({"message", "file"})  # a file of people is quoted there
    columns = {"file": ("file", "run__by")}

    class Meta:
        model = ImportIssue
        fields = ("id", "line", "code", "message", "file")
        read_only_fields = fields

    def brought_by(self, instance: ImportIssue) -> int | None:
        return instance.run.by_id


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


def refuse_too_large(request: Request) -> None:
    """413 for a file that was thrown away while it arrived: larger than the ceiling of uploads."""
    request.data  # noqa: B018 - reads the files, which is when it is noticed
    if request.META.get("upload_too_large"):
        words = _("The file is larger than %(n)s MB. Send it zipped, or have it imported by the command.")
        raise Problem(413, "too-large", words % {"n": settings.UPLOAD_MAX_BYTES // 1024**2})

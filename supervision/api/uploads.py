"""Register files from other systems: the wizard's own way, step by step over HTTP.

POST /imports/                          the file is taken (202) and read by a worker
GET  /imports/uploads/{id}/             how far, then what it would change and which lines are bad
POST /imports/uploads/{id}/confirm/     exactly what was seen (`seen`: the report's digest) is applied
POST /imports/uploads/{id}/cancel/      nothing is
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from supervision import access
from supervision.actions import uploads
from supervision.api.bounded_fields import Nothing, Reason
from supervision.api.discreet import FileNamesOfOthers
from supervision.api.filtering import Filters
from supervision.api.idempotency import written
from supervision.api.permissions import may, need
from supervision.api.problems import Problem
from supervision.api.resource import DatedRow, Resource
from supervision.api.writing import Writing
from supervision.enums import ApiScope, UploadState
from supervision.models import Upload

OF_PEOPLE = ("inspectors", "representatives")


class UploadShown(DatedRow, FileNamesOfOthers):
    """`report` is empty until the file is read; its `digest` is what `confirm` wants as `seen`."""

    report = serializers.SerializerMethodField()
    personal = frozenset({"message", "file_name", "second_name"})
    columns = {"report": ("report",)}

    class Meta:
        model = Upload
        fields = (
            *("id", "region", "by", "at", "file_name", "second_name", "as_of", "state", "percent", "message"),
            *("report", "run", "updated_at"),
        )
        read_only_fields = fields

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """Where a file could not be read, the message names it."""
        found = super().to_representation(instance)
        if self.is_anothers(instance) and "message" in found and instance.report and not instance.report.get("kind"):
            found["message"] = None
        return found

    @extend_schema(responses=serializers.DictField())
    def get_report(self, upload: Upload) -> dict[str, Any]:
        """Lines that may quote people are for programs with the scope “people”; the counts are for all. Names of files
        are for those who gave them: a program reads none of another's, and of a file that could not be read no word,
        which may tell what lies in it."""
        request = self.context["request"]
        report: dict[str, Any] = dict(upload.report)
        is_own = upload.by_id == request.user.pk
        is_unread_of_another = bool(report) and not report["kind"] and self.is_anothers(upload)
        if is_unread_of_another or (may_name_people(report, is_own=is_own) and not may(request, ApiScope.PEOPLE)):
            report |= {"sections": [], "issues": [], "refusal": ""}
        elif report and self.is_anothers(upload):
            report["issues"] = [{**issue, "file": ""} for issue in report["issues"]]
        return report


class UploadFilters(Filters):
    region = filters.CharFilter()
    state = filters.ChoiceFilter(choices=UploadState.choices)

    class Meta:
        model = Upload
        fields = ()


class ConfirmationAsked(serializers.Serializer):
    seen = serializers.CharField(max_length=64, help_text="`report.digest` as it was read.")
    reason = Reason(required=False, default="", help_text="Approves a file that the portal doubts.")


class Uploads(Writing, Resource):
    """Files that were sent: read by a worker, applied when somebody confirms what was seen."""

    rows = staticmethod(access.uploads)
    write_scope = ApiScope.IMPORTS
    serializer_class = UploadShown
    filterset_class = UploadFilters

    @extend_schema(request=ConfirmationAsked, responses={202: UploadShown})
    @action(detail=True, methods=["post"])
    @written
    def confirm(self, request: Request, **named: Any) -> Response:
        """Applies exactly what was seen; 409 where something changed meanwhile."""
        upload = self._upload()
        if names_people(upload.report):
            need(request, ApiScope.PEOPLE)
        if upload.adoption_id:
            raise Problem(403, "forbidden", _("Existing chats are linked by a head, on the page of the file."))
        asked = self.content_of(ConfirmationAsked)
        self._refuse_unseen(upload, asked["seen"])
        uploads.confirm(upload, by=request.user, **asked)
        return self.written_row(upload, status=202)

    @extend_schema(request=Nothing, responses=UploadShown)
    @action(detail=True, methods=["post"])
    @written
    def cancel(self, request: Request, **named: Any) -> Response:
        """Gives the file up; nothing of it is applied."""
        upload = self._upload()
        self.content_of(Nothing)
        uploads.cancel(upload, by=request.user)
        return self.written_row(upload)

    def _refuse_unseen(self, upload: Upload, seen: str) -> None:
        """409 with the upload as it stands, so that whoever decides can look at it in the same answer."""
        if upload.state == UploadState.READ and not uploads.preview(upload).was_seen(seen):
            words = _("Something changed since you looked. Look at “current”, then confirm its digest.")
            raise Problem(409, "changed-meanwhile", words, more={"current": self.content(upload)})

    def _upload(self) -> Upload:
        upload: Upload = self.row_to_write(lambda row: row.region)
        return upload


def may_name_people(report: Mapping[str, Any], *, is_own: bool) -> bool:
    """A file that could not be read may have been one of people; whoever sent it knows what it holds."""
    return names_people(report) or (bool(report) and not report.get("kind") and not is_own)


def names_people(report: Mapping[str, Any]) -> bool:
    return report.get("kind") in OF_PEOPLE

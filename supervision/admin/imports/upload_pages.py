"""The form that takes a file, the progress that its page asks for, and the list of bad lines to take along."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminSelectWidget, UnfoldAdminSingleDateWidget

from supervision import access
from supervision.actions import uploads
from supervision.admin import links
from supervision.admin.changes.company_form import check_year
from supervision.admin.imports.receiving import too_large
from supervision.admin.lists.base import person
from supervision.admin.lists.exporting import as_of, recorded_file
from supervision.enums import UploadState
from supervision.errors import Refused
from supervision.models import Region, Upload
from supervision.registry.sources.kinds import BY_NAME, KINDS
from supervision.registry.templates import file_name, workbook
from supervision.reports.spreadsheets import About, FileColumn

WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
GOES_ON = (UploadState.WAITING, UploadState.READING, UploadState.APPLYING)
Issue = dict[str, Any]
ISSUE_COLUMNS: tuple[FileColumn[Issue], ...] = (
    FileColumn(gettext_lazy("file"), lambda issue: issue["file"], width=40),
    FileColumn(gettext_lazy("line"), lambda issue: issue["line"], width=10),
    FileColumn(gettext_lazy("code"), lambda issue: issue["code"]),
    FileColumn(gettext_lazy("what is wrong"), lambda issue: issue["message"], width=100, wraps=True, is_personal=True),
)


class UploadForm(forms.Form):
    region: Any = forms.ModelChoiceField(label=gettext_lazy("Region"), queryset=None, widget=UnfoldAdminSelectWidget)
    # unfold's script writes the chosen name into the nearest text field: with its own widget that is the widget's
    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=UnfoldAdminFileFieldWidget,
        help_text=gettext_lazy(
            "ФРТ (zip, csv or xlsx), licence register (xlsx, also in a zip), ОЖФ (csv, also several in a zip, or "
            "xlsx), people or a list of existing chats (csv or xlsx). The header tells which it is."
        ),
    )
    second = forms.FileField(
        label=gettext_lazy("Second file"),
        required=False,
        widget=UnfoldAdminFileFieldWidget,
        help_text=gettext_lazy("Only with ФРТ houses: the file of organisations of the same day."),
    )
    as_of = forms.DateField(
        label=gettext_lazy("As of"),
        required=False,
        widget=UnfoldAdminSingleDateWidget,
        validators=[check_year],
        help_text=gettext_lazy("Only where the name of the file holds no date."),
    )

    def __init__(self, *args: Any, user: Any, too_large: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = too_large
        regions = access.supervised(user)
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]
        if len(regions) == 1:
            self.fields["region"].initial = regions[0]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if self.too_large in self.fields:
            self.errors.pop(self.too_large, None)
            limit = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
            sentence = _("The file is larger than %(n)s MB. Send it zipped, or import it by the command.")
            self.add_error(self.too_large, sentence % {"n": limit})
        return values


class NewUpload(View):
    """For those who supervise a region; the others get 403."""

    template = "admin/supervision/upload/new.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not access.supervised(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(UploadForm(user=request.user))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES, user=request.user, too_large=too_large(request))
        if not form.is_valid():
            return self._show(form)
        values = form.cleaned_data
        upload = uploads.take(
            values["region"], values["file"], by=person(request), second=values["second"], as_of=values["as_of"]
        )
        messages.success(request, _("The file is taken. It is read now; you may leave this page and come back."))
        return redirect(links.change_url(upload))

    def _show(self, form: UploadForm) -> HttpResponse:
        context = {
            "templates": [
                (each.title, reverse("admin:supervision_upload_template", args=[each.name])) for each in KINDS
            ],
            **admin.site.each_context(self.request),
            "title": _("Upload a file"),
            "form": form,
            "media": form.media,
            "list_url": links.list_url(Upload),
            "opts": Upload._meta,
        }
        return TemplateResponse(self.request, self.template, context)


def template_file(request: HttpRequest, name: str) -> HttpResponse:
    """A workbook to fill in; the same for everybody, and nobody's data."""
    if not access.supervised(request.user):
        raise PermissionDenied
    kind = BY_NAME.get(name)
    if kind is None:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{file_name(kind)}"'}
    return HttpResponse(workbook(kind), content_type=WORKBOOK_TYPE, headers=headers)


def day_asked(request: HttpRequest) -> date:
    """The day that the person gave for a file. Raises Refused where it is none."""
    try:
        return forms.DateField(validators=[check_year]).clean(request.POST.get("as_of", ""))
    except forms.ValidationError as error:
        words = _("Say of which day the file is.")
        raise Refused(words) from error


def progress(upload: Upload) -> JsonResponse:
    return JsonResponse(
        {
            "state": upload.state,
            "words": upload.get_state_display(),
            "percent": upload.percent,
            "goes_on": upload.state in GOES_ON,
        }
    )


def issues_file(upload: Upload, kind: str, request: HttpRequest) -> FileResponse:
    """The remarks that the preview kept; the sheet about the list says how many there are in all."""
    region: Region = upload.region
    lines = [(_("As of"), as_of(region)), (_("File"), upload.file_name)]
    lines.append((_("Remarks in all"), str(upload.report.get("issues_total", 0))))
    return recorded_file(
        request,
        f"remarks-{upload.pk}",
        form=kind,
        about=About(_("Remarks"), lines),
        columns=ISSUE_COLUMNS,
        rows=upload.report.get("issues", []),
        event="upload.issues_exported",
        region=region,
        details={"upload": upload.pk, "file": upload.file_name, "kind": kind},
    )

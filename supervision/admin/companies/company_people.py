"""A company's people: who speaks for it in the chats, who has not joined which, and the links for those who have to.

Inspectors add several at once, give one another messenger account, or take the rights from a day. A list with a line
that cannot be read is given back whole: half of it added would have to be compared by eye.
"""

from collections.abc import Callable
from datetime import date
from itertools import islice
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from unfold.widgets import UnfoldAdminSingleDateWidget, UnfoldAdminTextareaWidget

from supervision import access, local_time
from supervision.actions import representatives
from supervision.actions.representatives import NewPerson
from supervision.admin import links
from supervision.admin.changes.company_form import check_year
from supervision.admin.companies import company_link, invitation_slips
from supervision.admin.lists.base import person
from supervision.admin.lists.exporting import as_of, recorded_file
from supervision.admin.people import invitation_buttons
from supervision.dialogs import how_known
from supervision.errors import Refused
from supervision.models import Organisation, Representative
from supervision.registry import pasted
from supervision.reports import awaited
from supervision.reports.joining import ChatToJoin, chats_to_join, of_company
from supervision.reports.spreadsheets import About, FileColumn

MOST_SHOWN = 50
MOST_PASTED = 20_000  # characters

COLUMNS: tuple[FileColumn[ChatToJoin], ...] = (
    FileColumn(gettext_lazy("house"), lambda one: str(one.chat.house), 45, wraps=True),
    FileColumn(gettext_lazy("ФИАС GUID"), lambda one: str(one.chat.house.fias_guid), 38),
    FileColumn(gettext_lazy("invite link"), lambda one: one.chat.link, 45),
    FileColumn(gettext_lazy("have not joined"), lambda one: ", ".join(one.missing), 45, wraps=True, is_personal=True),
)


class PeopleForm(forms.Form):
    people = forms.CharField(
        label=gettext_lazy("Name; messenger id"),
        max_length=MOST_PASTED,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 5}),
        help_text=gettext_lazy("A person a line, for example: Петров Пётр Петрович; 123456789"),
    )
    since = forms.DateField(
        label=gettext_lazy("Administrators from"), widget=UnfoldAdminSingleDateWidget, validators=[check_year]
    )

    def clean_people(self) -> list[NewPerson]:
        found = pasted.read(self.cleaned_data["people"])
        if found.remarks:
            remark = _("Nobody was added. Mend these lines and send the list again.")
            raise forms.ValidationError([remark, *found.remarks])
        return [NewPerson(*one) for one in found.people]


class CompanyPeoplePage(View):
    """For those who supervise the company's region: a stranger gets 404, a reader 403."""

    model_admin: Any = None
    template = "admin/supervision/organisation/people.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.organisation: Organisation = self.model_admin.get_object(request, str(kwargs["pk"]))
        self.region = self.organisation.region
        if not access.can_supervise(request.user, self.region):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        return self._show(self._empty())

    def post(self, request: HttpRequest, pk: str) -> HttpResponseBase:
        """One of the page's buttons; `act` names it."""
        act = self.acts.get(request.POST.get("act", ""))
        if act is None:
            return self._add()
        try:
            answer = act(self)
        except Refused as refusal:
            messages.error(request, refusal.message)
            return self._again()
        if isinstance(answer, str):
            messages.success(request, answer)
            return self._again()
        return answer

    def _add(self) -> HttpResponse:
        form = PeopleForm(self.request.POST)
        if not form.is_valid():
            return self._show(form)
        persons, since = form.cleaned_data["people"], form.cleaned_data["since"]
        try:
            representatives.add_all(
                organisation=self.organisation, persons=persons, since=since, by=person(self.request)
            )
        except Refused as refusal:
            return self._show(form, refusal=refusal)
        done = ngettext("%(n)s representative added.", "%(n)s representatives added.", len(persons))
        messages.success(self.request, done % {"n": len(persons)})
        return self._again()

    def _whom(self) -> Representative:
        rows = access.representatives(self.request.user).filter(organisation=self.organisation)
        chosen = self.request.POST.get("person", "")
        return get_object_or_404(rows.select_related("organisation__region"), pk=chosen if chosen.isdecimal() else 0)

    def _remove(self) -> str:
        whom, on = self._whom(), self._day()
        reason = self.request.POST.get("reason", "")
        representatives.remove(person=whom, on=on, by=person(self.request), reason=reason)
        return _("%(name)s has no rights from %(day)s.") % {"name": whom, "day": f"{on:%d.%m.%Y}"}

    def _day(self) -> date:
        try:
            day = forms.DateField(validators=[check_year]).clean(self.request.POST.get("on") or self.region.today())
        except forms.ValidationError as error:
            raise Refused(" ".join(error.messages)) from error
        if day < self.region.today():
            raise Refused(_("Choose today or a day ahead: what is past stays as it was."))
        return day

    def _change_account(self) -> str:
        whom, number = self._whom(), self.request.POST.get("messenger_id", "").strip()
        if not (number.isascii() and number.isdecimal()) or int(number) > pasted.LARGEST_ID:
            raise Refused(_("A messenger id is a positive number."))
        representatives.change_account(person=whom, messenger_id=int(number), by=person(self.request))
        return _("%(name)s has another messenger account from now on.") % {"name": whom}

    def _press(self) -> str:
        """A button of an invitation (`invitation_buttons.py`)."""
        press, seen = invitation_buttons.BUTTONS[self.request.POST["act"]], self.request.POST.get("seen", "")
        return press(self._whom(), person(self.request), seen)

    def _invite(self) -> HttpResponse:
        """Answered by the page itself, with what is handed over: no other look shows it."""
        whom = self._whom()
        messages.success(self.request, invitation_buttons.invite(whom, person(self.request), ""))
        return self._show(self._empty(), invited_now=whom)

    def _issue_link(self) -> HttpResponse:
        """Like an invitation: the address is on this page alone."""
        made = company_link.issue(self.organisation, self.request, person(self.request))
        messages.success(self.request, _("The link is made: send it to the company."))
        return self._show(self._empty(), token=made.token)

    def _revoke_link(self) -> str:
        return company_link.revoke(self.organisation, self.request, person(self.request))

    def _invite_all(self) -> str:
        return invitation_slips.invite_all(self.organisation, person(self.request))

    def _print_slips(self) -> HttpResponse:
        return invitation_slips.printed(self.organisation, self.request)

    def _slips_file(self) -> FileResponse:
        return invitation_slips.workbook(self.organisation, self.request)

    def _links(self) -> FileResponse:
        """The company's links as a workbook, on record."""
        about = About(
            _("Invite links"), [(_("Organisation"), self.organisation.name), (_("As of"), as_of(self.region))]
        )
        return recorded_file(
            self.request,
            f"invites-{self.organisation.pk}-{self.region.today():%Y-%m-%d}",
            form="xlsx",
            about=about,
            columns=COLUMNS,
            rows=chats_to_join(person(self.request), self.organisation),
            event="invites.exported",
            region=self.region,
            details={"organisation": self.organisation.pk},
        )

    acts: ClassVar[dict[str, Callable[[Any], str | HttpResponseBase]]] = {
        "remove": _remove,
        "account": _change_account,
        "links": _links,
        "link": _issue_link,
        "unlink": _revoke_link,
        "invite_all": _invite_all,
        "slips": _print_slips,
        "slips_file": _slips_file,
        **dict.fromkeys(invitation_buttons.BUTTONS, _press),
        "invite": _invite,
    }

    def _empty(self) -> PeopleForm:
        return PeopleForm(initial={"since": self.region.today()})

    def _again(self) -> HttpResponse:
        return redirect(reverse("admin:supervision_organisation_people", args=[self.organisation.pk]))

    def _show(
        self, form: PeopleForm, *, invited_now: Representative | None = None, token: str = "", **more: Any
    ) -> HttpResponse:
        today = self.region.today()
        user = person(self.request)
        lacking = [one for one in chats_to_join(user, self.organisation) if one.missing]
        joining = {one.person.pk: one for one in of_company(user, self.organisation)}
        rows = access.representatives(user).filter(organisation=self.organisation).order_by("full_name", "pk")
        rows = rows.select_related("nomination")
        people_of = [one for one in rows if one.until is None or one.until > today]
        standing = how_known.standings(people_of, self.region)
        if invited_now is not None:
            handed = how_known.handed_over(standing[invited_now.pk], invited_now, self.region, self.organisation.name)
            standing[invited_now.pk] = handed
        context = {
            **admin.site.each_context(self.request),
            "title": _("People of the company"),
            "organisation": self.organisation,
            "form": form,
            "media": form.media,
            "opts": Organisation._meta,
            "original": self.organisation,
            "back": links.change_url(self.organisation),
            "today": today,
            "people": [
                {
                    "person": one,
                    "position": one.nomination.position if hasattr(one, "nomination") else "",
                    "joining": joining.get(one.pk),
                    "standing": standing[one.pk],
                }
                for one in people_of
            ],
            "link": company_link.shown(self.request, self.organisation, token),
            "link_form": company_link.LinkForm(),
            "awaited": [
                (one, local_time.local(one.since, one.region)) for one in awaited.awaited(user, self.organisation)
            ],
            "lacking": [(one, links.change_url(one.chat)) for one in islice(lacking, MOST_SHOWN)],
            "lacking_count": len(lacking),
            **more,
        }
        return TemplateResponse(self.request, self.template, context)

"""The page of one company: it names its representatives, gets their invitations, sees its houses and who has joined.

Everything that is asked for is looked up among the rows of the link's company; a number of anybody else's is none.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views import View

from supervision import access, keyring
from supervision.actions import company_links, handed_out, invitations, invited, nominations
from supervision.actions.invitations import Shown
from supervision.company_page import coming
from supervision.company_page.forms import CodeForm, NominationForm
from supervision.dialogs import how_known
from supervision.errors import Refused
from supervision.models import CompanyLink, Invitation, InvitationState, Nomination, NominationState, Representative
from supervision.qr_codes import qr
from supervision.reports.company_view import CompanyView, OwnPerson, seen_by

HOUSES_SHOWN, NAMES_SHOWN = 50, 100


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody of the company as its page shows them. `which` says to a button who is meant."""

    which: str
    name: str
    position: str
    words: str
    counted: OwnPerson | None = None
    shown: Shown | None = None
    picture: SafeString | str = ""
    letter: str = ""
    may_invite: bool = False
    may_withdraw: bool = False


class CompanyPage(View):
    """For whoever has come in by a link that holds."""

    link: CompanyLink
    forms: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        link = coming.come_in(request)
        why = coming.refusal(link) if link else _("Open the link once more: this browser does not know the company.")
        if link is None or why:
            return coming.alone(request, why, 404)
        is_press = request.method == "POST"
        most = coming.MOST_PRESSES if is_press else coming.MOST_LOOKS
        if not coming.counted(f"company_page:{link.pk}:{is_press}", most):
            return coming.enough(request)
        self.link, self.forms = link, {}
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show()

    def post(self, request: HttpRequest) -> HttpResponse:
        """One of the page's buttons; `act` names it."""
        act = self.acts.get(request.POST.get("act", ""))
        try:
            said = act(self) if act else None
        except Refused as refusal:
            messages.error(request, refusal.message)
            return self._again()
        if said is None:  # a form with a remark
            return self._show()
        if said:
            messages.success(request, said)
        return self._again()

    def _name(self) -> str | None:
        form = self.forms["form"] = NominationForm(self.request.POST)
        if not form.is_valid():
            return None
        self._refuse_houseless()
        named = nominations.name(link=self.link, **form.cleaned_data)
        return _("%(name)s is named. Now have an invitation made and hand it over.") % {"name": named}

    def _refuse_houseless(self) -> None:
        """The houses went to another company: there is nothing to be administrator of."""
        if not access.periods_of_company(self.link.organisation, self.link.organisation.region.today()).exists():
            raise Refused(_("No house of the region is managed by the company, now or later: nobody can be named."))

    def _withdraw(self) -> str:
        whom = self._whom()
        if not isinstance(whom, Nomination):
            raise Refused(_("A confirmed representative is changed by the inspector: write to the supervision body."))
        nominations.withdraw(nomination=whom)
        return _("%(name)s is named no more.") % {"name": whom}

    def _invite(self) -> str:
        whom = self._whom()
        if isinstance(whom, Representative) and whom.messenger_id is not None:
            words = _("%(name)s has an account already: only an inspector changes it.")
            raise Refused(words % {"name": whom})
        self._refuse_houseless()
        invitations.invite(person=whom, by=None, link=self.link)
        return _("%(name)s is invited: hand over the link or the code below.") % {"name": whom}

    def _send_code(self) -> str:
        company_links.send_code(self.link)
        return _("A code was sent to the company's address. It holds for half an hour.")

    def _confirm(self) -> str | None:
        form = self.forms["code_form"] = CodeForm(self.request.POST)
        if not form.is_valid():
            return None
        company_links.confirm(self.link, form.cleaned_data["code"].strip())
        return _("The link is confirmed: names that you give from now on count at once.")

    acts: ClassVar[dict[str, Callable[[Any], str | None]]] = {
        "name": _name,
        "withdraw": _withdraw,
        "invite": _invite,
        "send_code": _send_code,
        "confirm": _confirm,
    }

    def _whom(self) -> Representative | Nomination:
        kind, _dash, number = self.request.POST.get("person", "").partition("-")
        company, pk = self.link.organisation, int(number) if number.isdecimal() and len(number) < 19 else 0
        found: Representative | Nomination | None
        if kind == "named":
            waiting = access.nominations_of_company(company).filter(state=NominationState.WAITING)
            found = waiting.select_related("organisation__region").filter(pk=pk).first()
        else:
            people = access.people_of_company(company, company.region.today())
            found = people.select_related("organisation__region").filter(pk=pk).first()
        if found is None:
            raise Refused(_("There is no such person at the company any more."))
        return found

    def _again(self) -> HttpResponse:
        answer = redirect("company_page")
        for name, value in coming.HEADERS.items():
            answer.headers[name] = value
        return answer

    def _show(self) -> HttpResponse:
        company, number = self.link.organisation, self.request.GET.get("page", "1")
        page = max(1, int(number)) if number.isdecimal() and len(number) < 6 else 1
        view = seen_by(company, first=(page - 1) * HOUSES_SHOWN, most=HOUSES_SHOWN)
        words = {
            "title": company.name,
            "company": company,
            "link": self.link,
            "people": [*_named(self.link), *_people(self.link, view)],
            "view": view,
            "pages": range(1, -(-view.total // HOUSES_SHOWN) + 1),
            "page": page,
            "may_be_confirmed": company_links.may_be_confirmed(self.link),
            "form": NominationForm(),
            "code_form": CodeForm(),
            **self.forms,
        }
        return TemplateResponse(self.request, "company/page.html", words, headers=coming.HEADERS)


def _named(link: CompanyLink) -> list[PersonLine]:
    rows = access.nominations_of_company(link.organisation).filter(
        state__in=(NominationState.WAITING, NominationState.REFUSED)
    )
    people = sorted(rows.order_by("-pk")[:NAMES_SHOWN], key=lambda one: (one.full_name, one.pk))
    latest = invited.latest(people) if people else {}
    return [_name_line(one, latest.get(one.pk), link) for one in people]


def _name_line(one: Nomination, last: Invitation | None, link: CompanyLink) -> PersonLine:
    line = PersonLine(f"named-{one.pk}", one.full_name, one.position, str(one.get_state_display()))
    if one.state != NominationState.WAITING:
        return line
    words = line.words if last is None else f"{line.words}; {_how_far(last)}"
    may_invite = last is None or last.state != InvitationState.ANSWERED
    return replace(_handed_over(line, last, link), words=words, may_invite=may_invite, may_withdraw=True)


def _people(link: CompanyLink, view: CompanyView) -> list[PersonLine]:
    people = [one.person for one in view.people]
    latest = invited.latest(people) if people else {}
    return [_person_line(one, latest.get(one.person.pk), link) for one in view.people]


def _person_line(one: OwnPerson, last: Invitation | None, link: CompanyLink) -> PersonLine:
    """An invitation that an inspector made is not shown here: the company has its own made."""
    is_known = one.person.messenger_id is not None
    words = _("known in MAX") if is_known else _how_far(last)
    line = PersonLine(f"person-{one.person.pk}", one.person.full_name, "", words, one)
    may_invite = not is_known and (last is None or last.state != InvitationState.ANSWERED)
    return replace(_handed_over(line, last, link), may_invite=may_invite)


def _how_far(last: Invitation | None) -> str:
    """Without the name of the account that answered: that is for inspectors."""
    if last is None:
        return _("not invited yet")
    if last.state in invited.OPEN and not handed_out.invitation_holds(last, timezone.now()):
        return _("the invitation has expired")
    return str(last.get_state_display())


def _handed_over(line: PersonLine, last: Invitation | None, link: CompanyLink) -> PersonLine:
    if last is None or last.link_id is None or not handed_out.invitation_holds(last, timezone.now()):
        return line
    company = link.organisation
    try:
        shown = invitations.shown(last, company.region.account)
    except keyring.CannotOpen:
        return line
    letter = how_known.letter(shown, name=line.name, region=company.region, company=company.name)
    return replace(line, shown=shown, picture=qr(shown.link), letter=letter)

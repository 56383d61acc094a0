"""The link to a company's page, as the inspector who issues it sees it: shown once, sent, revoked."""

from dataclasses import dataclass

from django import forms
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminEmailInputWidget

from supervision import access, local_time
from supervision.actions import company_links
from supervision.conversation import texts
from supervision.errors import Refused
from supervision.models import CompanyLink, Organisation


class LinkForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("The company's e-mail"),
        required=False,
        widget=UnfoldAdminEmailInputWidget,
        help_text=gettext_lazy("As you know it from another source. May be left empty."),
    )


@dataclass(frozen=True, slots=True)
class LinkShown:
    """The link that holds now. `address` and `letter` (to copy) are "" but on the page that answers its making."""

    address: str
    letter: str
    until: str
    opened: str
    email: str
    confirmed: str


def shown(request: HttpRequest, organisation: Organisation, token: str) -> LinkShown | None:
    """`token` is of the link that was made now, "" on every other look."""
    link = company_links.current(organisation, timezone.now())
    if link is None:
        return None
    region = organisation.region
    address = request.build_absolute_uri(reverse("company_link", args=[token])) if token else ""
    letter = texts.COMPANY_LETTER.format(company=organisation.name, region=region.name, link=address)
    return LinkShown(
        address,
        letter if address else "",
        local_time.local(link.until, region),
        local_time.local(link.opened_at, region) if link.opened_at else "",
        link.email,
        local_time.local(link.confirmed_at, region) if link.confirmed_at else "",
    )


def issue(organisation: Organisation, request: HttpRequest, by: User) -> CompanyLink:
    form = LinkForm(request.POST)
    if not form.is_valid():
        raise Refused(" ".join(map(str, form.errors.get("email", []))))
    return company_links.issue(organisation=organisation, email=form.cleaned_data["email"], by=by)


def revoke(organisation: Organisation, request: HttpRequest, by: User) -> str:
    for link in access.company_links(by).filter(organisation=organisation, revoked_at=None):
        company_links.revoke(link=link, by=by)
    return _("The link of the company holds no more.")

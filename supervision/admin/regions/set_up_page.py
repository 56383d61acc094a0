"""Setting up a region: the checklist that reads the truth, each line with what settles it. For its head."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View

from supervision import access
from supervision.actions import set_up as actions
from supervision.admin.links import change_url, list_url
from supervision.admin.lists.base import person
from supervision.enums import SetUpState, SetUpWord
from supervision.models import Inspector, MessengerAccount, Organisation
from supervision.planning.limits import minutes
from supervision.reconcile.accounts import has_bot
from supervision.reports import set_up
from supervision.reports.queue import CALLS_PER_CHAT, Lane
from supervision.worklists.set_up import SetUpFacts, SetUpStep, steps_of, unfinished

TONES = {
    SetUpState.DONE: "good",
    SetUpState.PARTLY: "warn",
    SetUpState.MISSING: "bad",
    SetUpState.NOTED: "note",
}
TITLES = {
    "token": gettext_lazy("Token of the bot"),
    "bot": gettext_lazy("The region's bot"),
    "provisioning": gettext_lazy("How chats are created and handed over"),
    "webhook": gettext_lazy("Webhook"),
    "houses": gettext_lazy("Houses"),
    "companies": gettext_lazy("Companies"),
    "inspectors": gettext_lazy("Inspectors known in MAX"),
    "owners": gettext_lazy("Owners of chats"),
    "representatives": gettext_lazy("Representatives of companies"),
    "policy": gettext_lazy("Policy of the region"),
    "push": gettext_lazy("The first push"),
}
Link = Callable[[MessengerAccount], tuple[str, str]]


def _to_account(account: MessengerAccount) -> tuple[str, str]:
    return change_url(account), _("To the account")


def _to_uploads(_account: MessengerAccount) -> tuple[str, str]:
    return reverse("admin:supervision_upload_new"), _("Upload a file")


LINKS: dict[str, Link] = {
    "token": lambda account: (reverse("admin:supervision_messengeraccount_token", args=[account.pk]), _("Enter it")),
    "bot": _to_account,
    "provisioning": _to_account,
    "webhook": _to_account,
    "houses": _to_uploads,
    "companies": _to_uploads,
    "inspectors": lambda account: (list_url(Inspector, region__code__exact=account.pk), _("To the inspectors")),
    "owners": lambda account: (reverse("admin:supervision_zone_grid", args=[account.pk]), _("Draw the zones")),
    "representatives": lambda _account: (list_url(Organisation), _("To the companies")),
    "policy": lambda account: (change_url(account.region), _("To the policy")),
    "push": _to_account,
}


@dataclass(frozen=True, slots=True)
class SetUpLine:
    """`confirms` is the step that a button beside the line confirms; "" where there is nothing to confirm."""

    title: str
    tone: str
    state: str
    words: str
    url: str
    link: str
    confirms: str


class SetUpPage(View):
    """One region, for those who manage it. POST confirms a step that only a person can know of."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        account = _account(request, code)
        facts = set_up.facts_of(account, has_bot=has_bot(account.region))
        steps = steps_of(facts)
        context = {
            **admin.site.each_context(request),
            "title": _("Setting up the region"),
            "region": account.region,
            "lines": list(_lines(account, facts, steps)),
            "left": len(unfinished(steps)),
            "push_words": _push_in_words(account, facts),
        }
        return TemplateResponse(request, "admin/supervision/region/set_up.html", context)

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        account = _account(request, code)
        word = request.POST.get("step", "")
        if word not in SetUpWord.values:
            raise PermissionDenied
        actions.confirm(account.region, SetUpWord(word), by=person(request))
        messages.success(request, _("Noted with your name."))
        return redirect("set_up_region", account.pk)


def regions_page(request: HttpRequest) -> HttpResponse:
    """Every region that the person manages; the only one is opened at once."""
    found = access.managed(person(request)).values_list("pk", flat=True)
    accounts = list(
        access.accounts(request.user).filter(pk__in=found).select_related("region__bot_token").order_by("pk")
    )
    if not accounts:
        raise PermissionDenied
    if len(accounts) == 1:
        return redirect("set_up_region", accounts[0].pk)
    lines = [(account, has_bot(account.region)) for account in accounts]
    context = {**admin.site.each_context(request), "title": _("Setting up regions"), "lines": lines}
    return TemplateResponse(request, "admin/supervision/region/set_up_all.html", context)


def _account(request: HttpRequest, code: str) -> MessengerAccount:
    """404 for a region that the person does not see, 403 for one that they do not manage."""
    rows = access.accounts(request.user).select_related("region__bot_token")
    account: MessengerAccount = get_object_or_404(rows, pk=code)
    if not access.can_manage(request.user, account.region):
        raise PermissionDenied
    return account


def _lines(account: MessengerAccount, facts: SetUpFacts, steps: list[SetUpStep]) -> Iterator[SetUpLine]:
    open_words = {"policy": not facts.policy_seen, "push": facts.has_bot and facts.is_on and not facts.push_approved}
    for step in steps:
        url, link = LINKS[step.name](account)
        confirms = step.name if open_words.get(step.name) else ""
        tone, state = TONES[step.state], str(step.state.label)
        yield SetUpLine(str(TITLES[step.name]), tone, state, step.words, url, link, confirms)


def _push_in_words(account: MessengerAccount, facts: SetUpFacts) -> str:
    """What the first push would do: chats that are still to be made, and how long that takes."""
    new = max(facts.in_scope - facts.chats, 0)
    lasts = minutes(new * CALLS_PER_CHAT[Lane.CREATE], account.calls_per_second)
    words = ngettext("%(n)s chat is to be made,", "%(n)s chats are to be made,", new) % {"n": new}
    takes = ngettext("that takes about %(n)s minute.", "that takes about %(n)s minutes.", lasts) % {"n": lasts}
    return f"{words} {takes}"

"""Where the token of a region's bot is entered: write-only, never shown again."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from supervision import access
from supervision.actions import bot_tokens
from supervision.admin import links
from supervision.admin.decisions.step_up import ask_again
from supervision.admin.lists.base import person
from supervision.errors import Refused
from supervision.linking import bots
from supervision.models import MessengerAccount


@method_decorator((never_cache, sensitive_post_parameters("token")), name="dispatch")
class BotTokenPage(View):
    """The person is asked to confirm before the form is shown; a form sent later asks again and is not kept."""

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        account = _account(request, pk)
        ask_again(request)
        return _page(request, account)

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        account = _account(request, pk)
        ask_again(request)
        try:
            messages.success(request, _act(request, account))
        except Refused as refusal:
            messages.error(request, refusal.message)
            return _page(request, account)
        return redirect(links.change_url(account))


def _act(request: HttpRequest, account: MessengerAccount) -> str:
    if "forget" in request.POST:
        bot_tokens.forget(account, by=person(request))
        return _("The token is deleted. The environment's counts again, where it has one.")
    bot = bots.take_token(account, request.POST.get("token", ""), by=person(request))
    return _("The region's bot is %(name)s (ID %(id)s).") % {"name": bot.name, "id": bot.user_id}


def _account(request: HttpRequest, pk: str) -> MessengerAccount:
    account = get_object_or_404(access.accounts(request.user).select_related("region"), pk=pk)
    if not access.may("account.token_entered", person(request), account.region):
        raise PermissionDenied
    return account


def _page(request: HttpRequest, account: MessengerAccount) -> HttpResponse:
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Token of the bot"),
        "subtitle": account.region,
        "account": account,
        "is_entered": bot_tokens.is_entered(account),
        "back": links.change_url(account),
        "opts": MessengerAccount._meta,
    }
    return TemplateResponse(request, "admin/supervision/messengeraccount/token.html", context)

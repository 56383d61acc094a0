"""What an event keeps beside its reason, in words: a line for each thing, with links to what is named by its number."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.apps import apps
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOST_NAMED = 20
NUMBERS_OF = {  # which rows the numbers under this name are of
    **{"chat": "chat", "chats": "chat", "house": "house", "houses": "house", "organisation": "organisation"},
    **{"operation": "operation", "upload": "upload", "inspector": "inspector", "period": "managementperiod"},
    **{"periods": "managementperiod", "absence": "absence", "adoption": "adoption", "target": "target"},
}
CAPTIONS = {
    "absence": gettext_lazy("absence"),
    "address": gettext_lazy("address"),
    "adoption": gettext_lazy("list of existing chats"),
    "asked": gettext_lazy("narrowed by"),
    "before": gettext_lazy("was"),
    "broken_off": gettext_lazy("broken off by the reader"),
    "changed": gettext_lazy("changed"),
    "chat": gettext_lazy("chat"),
    "chats": gettext_lazy("chats"),
    "day": gettext_lazy("day"),
    "events": gettext_lazy("events"),
    "figure": gettext_lazy("figure"),
    "file": gettext_lazy("file"),
    "filter": gettext_lazy("narrowed by"),
    "flats": gettext_lazy("flats"),
    "house": gettext_lazy("house"),
    "houses": gettext_lazy("houses"),
    "inspector": gettext_lazy("inspector"),
    "kind": gettext_lazy("kind"),
    "list": gettext_lazy("list"),
    "login": gettext_lazy("login"),
    "messages": gettext_lazy("messages"),
    "messenger_id": gettext_lazy("number in the messenger"),
    "name": gettext_lazy("name"),
    "now": gettext_lazy("now"),
    "on": gettext_lazy("switched on"),
    "operation": gettext_lazy("mass change"),
    "organisation": gettext_lazy("organisation"),
    "percent": gettext_lazy("per cent"),
    "period": gettext_lazy("period of management"),
    "periods": gettext_lazy("periods of management"),
    "program": gettext_lazy("program"),
    "rate": gettext_lazy("requests per minute"),
    "region": gettext_lazy("region"),
    "regions": gettext_lazy("regions"),
    "report": gettext_lazy("report"),
    "rows": gettext_lazy("rows"),
    "scopes": gettext_lazy("what it may do"),
    "since": gettext_lazy("since"),
    "target": gettext_lazy("target"),
    "to": gettext_lazy("to"),
    "trouble": gettext_lazy("trouble"),
    "until": gettext_lazy("until"),
    "upload": gettext_lazy("uploaded file"),
    "url": gettext_lazy("address"),
}


def in_words(details: Mapping[str, Any]) -> SafeString:
    """A table; a name without words of its own stands as it is kept, so that nothing of the record is left out."""
    lines = format_html_join("", '<tr><th scope="row">{}</th><td>{}</td></tr>', _lines(details))
    return format_html('<div class="hc"><table class="hc-table hc-details">{}</table></div>', lines)


def _lines(details: Mapping[str, Any], within: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in details.items():
        caption = f"{within}{CAPTIONS.get(name, name)}"
        if isinstance(value, Mapping) and value:
            yield from _lines(value, f"{caption}: ")
        else:
            yield caption, _value(name, value)


def _value(name: str, value: Any) -> Any:
    match value:
        case None | "" | [] | {}:
            return "—"
        case bool():
            return _("yes") if value else _("no")
        case int() if name in NUMBERS_OF:
            return _numbered(NUMBERS_OF[name], value)
        case list():
            left = len(value) - MOST_NAMED
            named = [_value(name, each) for each in value[:MOST_NAMED]]
            more = [_("and %(n)s more") % {"n": left}] if left > 0 else []
            return format_html_join(", ", "{}", ((each,) for each in [*named, *more]))
    return value


def _numbered(model: str, number: int) -> SafeString:
    """The row may be gone, or of nobody's who reads this: its page then says so."""
    opts = apps.get_model("supervision", model)._meta
    url = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[number])
    return format_html('<a class="hc-link" href="{}">№ {}</a>', url, number)

"""What an event keeps beside its reason, in words: a line for each thing, with links to what is named by its number."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from supervision import access
from supervision.access import Login
from supervision.admin import links

MOST_NAMED = 20
Rows = Callable[[Login], QuerySet[Any]]
KEYS_OF: Mapping[str, Rows] = {  # of which rows a number under this name is the key
    **{"chat": access.chats, "house": access.houses, "organisation": access.organisations},
    **{"merged": access.houses, "surplus": access.chats},
    **{"inspector": access.inspectors, "substitute": access.inspectors, "absence": access.absences},
    **{"representative": access.representatives, "period": access.periods, "operation": access.operations},
    **{"order": access.work_orders, "upload": access.uploads, "adoption": access.adoptions, "target": access.targets},
    **{"run": access.imports, "predecessor": access.organisations},
}
# Under these a list holds keys. A number alone says how many: events that are older than `house_count` kept it there.
LISTS_OF: Mapping[str, Rows] = {
    **{"chats": access.chats, "houses": access.houses, "periods": access.periods, "operations": access.operations},
    **{"orders": access.work_orders},
}
CAPTIONS = {
    "restored_to": gettext_lazy("restored to"),
    "absence": gettext_lazy("absence"),
    "account": gettext_lazy("number in the messenger"),
    "account_before": gettext_lazy("number in the messenger before"),
    "former": gettext_lazy("before"),
    "most": gettext_lazy("at most without approval"),
    "of": gettext_lazy("of chats in all"),
    "seals": gettext_lazy("sealed segments"),
    "address": gettext_lazy("address"),
    "adoption": gettext_lazy("list of existing chats"),
    "as_of": gettext_lazy("as of"),
    "aliases": gettext_lazy("other GUIDs of the house"),
    "asked": gettext_lazy("narrowed by"),
    "basis": gettext_lazy("basis"),
    "before": gettext_lazy("was"),
    "bot": gettext_lazy("number of the bot"),
    "bot_name": gettext_lazy("name of the bot"),
    "broken_off": gettext_lazy("broken off by the reader"),
    "bytes": gettext_lazy("bytes"),
    "changed": gettext_lazy("changed"),
    "chat": gettext_lazy("chat"),
    "chat_count": gettext_lazy("number of chats"),
    "chats": gettext_lazy("chats"),
    "closes_login": gettext_lazy("the dismissal closes the login"),
    "day": gettext_lazy("day"),
    "differences": gettext_lazy("differences"),
    "document_number": gettext_lazy("document number"),
    "ends_in_dismissal": gettext_lazy("ends in dismissal"),
    "events": gettext_lazy("events"),
    "fields": gettext_lazy("changed fields"),
    "provisioning": gettext_lazy("creating and handing over chats"),
    "filled": gettext_lazy("taken over"),
    "figure": gettext_lazy("figure"),
    "file": gettext_lazy("file"),
    "form": gettext_lazy("form of a file"),
    "filter": gettext_lazy("narrowed by"),
    "flats": gettext_lazy("flats"),
    "gis_guid": gettext_lazy("ГИС ЖКХ GUID"),
    "guid": gettext_lazy("ФИАС GUID"),
    "held": gettext_lazy("accounts held"),
    "ended": gettext_lazy("ways in that were ended"),
    "sessions": gettext_lazy("sessions"),
    "tokens": gettext_lazy("tokens of programs"),
    "login_links": gettext_lazy("links to a first password"),
    "company_links": gettext_lazy("links for companies"),
    "invitations": gettext_lazy("invitations"),
    "house": gettext_lazy("house"),
    "house_count": gettext_lazy("number of houses"),
    "houses": gettext_lazy("houses"),
    "inspector": gettext_lazy("inspector"),
    "invitation": gettext_lazy("invitation"),
    "kind": gettext_lazy("kind"),
    "left": gettext_lazy("not taken back"),
    "lines": gettext_lazy("lines"),
    "link": gettext_lazy("link"),
    "list": gettext_lazy("list"),
    "login": gettext_lazy("login"),
    "login_id": gettext_lazy("number of the login"),
    "merged": gettext_lazy("record merged into it"),
    "messages": gettext_lazy("messages"),
    "messenger_id": gettext_lazy("number in the messenger"),
    "name": gettext_lazy("name"),
    "nomination": gettext_lazy("name given by a company"),
    "now": gettext_lazy("now"),
    "on": gettext_lazy("switched on"),
    "operation": gettext_lazy("mass change"),
    "operations": gettext_lazy("mass changes"),
    "order": gettext_lazy("work order"),
    "orders": gettext_lazy("work orders"),
    "organisation": gettext_lazy("organisation"),
    "percent": gettext_lazy("per cent"),
    "period": gettext_lazy("period of management"),
    "periods": gettext_lazy("periods of management"),
    "periods_copied": gettext_lazy("periods passed in part"),
    "periods_kept": gettext_lazy("periods of the record that stays"),
    "periods_left": gettext_lazy("periods left with the merged record"),
    "periods_merged": gettext_lazy("periods of the merged record"),
    "periods_moved": gettext_lazy("periods passed"),
    "periods_widened": gettext_lazy("periods that last longer"),
    "predecessor": gettext_lazy("former company"),
    "program": gettext_lazy("program"),
    "rate": gettext_lazy("requests per minute"),
    "region": gettext_lazy("region"),
    "regions": gettext_lazy("regions"),
    "registered_at": gettext_lazy("entered in the register at"),
    "report": gettext_lazy("report"),
    "representative": gettext_lazy("representative"),
    "role": gettext_lazy("role"),
    "rows": gettext_lazy("rows"),
    "run": gettext_lazy("import"),
    "scopes": gettext_lazy("what it may do"),
    "sha256": gettext_lazy("checksum (SHA-256)"),
    "second": gettext_lazy("second file"),
    "since": gettext_lazy("since"),
    "step": gettext_lazy("step"),
    "subject": gettext_lazy("key of the person at the provider"),
    "way": gettext_lazy("way into the login"),
    "maker": gettext_lazy("whose work it was"),
    "substitute": gettext_lazy("substitute"),
    "surplus": gettext_lazy("chat that is one too many"),
    "taken_back": gettext_lazy("taken back"),
    "target": gettext_lazy("target"),
    "to": gettext_lazy("to"),
    "trouble": gettext_lazy("trouble"),
    "until": gettext_lazy("until"),
    "up_to": gettext_lazy("up to the seal"),
    "upload": gettext_lazy("uploaded file"),
    "url": gettext_lazy("address"),
    "value": gettext_lazy("value of the claim"),
    "values": gettext_lazy("values of the claim"),
    "webhook": gettext_lazy("outgoing webhook"),
    "why": gettext_lazy("why"),
}


# of which of its details an event is said to be, the nearest first
ABOUT = (
    *("house", "chat", "order", "organisation", "representative", "inspector", "period", "operation", "upload"),
    *("adoption", "absence", "target", "run"),
)


def tell_about(events: Iterable[Any], user: Login) -> None:
    """Gives each event `about`: a link to what it is about, or how many it is about. A query a kind for all of them."""
    chosen = {event.pk: next((name for name in ABOUT if isinstance(_of(event, name), int)), "") for event in events}
    rows: dict[str, dict[int, Any]] = {}
    for name in {name for name in chosen.values() if name}:
        numbers = {_of(event, name) for event in events if chosen[event.pk] == name}
        rows[name] = KEYS_OF[name](user).order_by().in_bulk(numbers)
    for event in events:
        name = chosen[event.pk]
        row = rows[name].get(_of(event, name)) if name else None
        event.about = links.titled_link(row, str(row)) if row else _how_many(event)


def _of(event: Any, name: str) -> Any:
    return event.details.get(name)


def _how_many(event: Any) -> str:
    for name in ("house_count", "houses", "chats", "orders"):
        value = _of(event, name)
        count = len(value) if isinstance(value, list) else value
        if count and isinstance(count, int):
            return f"{CAPTIONS[name]}: {count}"
    return ""


def in_words(details: Mapping[str, Any], user: Login) -> SafeString:
    """A table for this reader. A name without words of its own stands as it is kept: nothing is left out."""
    lines = format_html_join("", '<tr><th scope="row">{}</th><td>{}</td></tr>', _lines(details, user))
    return format_html('<div class="hc"><table class="hc-table hc-details">{}</table></div>', lines)


def _lines(details: Mapping[str, Any], user: Login, within: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in details.items():
        caption = f"{within}{CAPTIONS.get(name, name)}"
        if isinstance(value, Mapping) and value:
            yield from _lines(value, user, f"{caption}: ")
        else:
            yield caption, _value(name, value, user)


def _value(name: str, value: Any, user: Login) -> Any:
    match value:
        case None | "" | [] | {}:
            return "—"
        case bool():
            return _("yes") if value else _("no")
        case int() if name in KEYS_OF:
            return _named(KEYS_OF[name](user), [value])
        case list():
            left, first = len(value) - MOST_NAMED, value[:MOST_NAMED]
            rows = LISTS_OF.get(name)
            named = _named(rows(user), first) if rows else _joined(_value(name, one, user) for one in first)
            return format_html("{}, {}", named, _("and %(n)s more") % {"n": left}) if left > 0 else named
    return value


def _named(rows: QuerySet[Any], numbers: Sequence[int]) -> SafeString:
    """Each row with a link to its page; one that is gone, or that the reader may not see, is its number."""
    found = rows.order_by().in_bulk(numbers)
    return _joined(_link(found[number]) if number in found else _gone(number) for number in numbers)


def _link(row: Model) -> SafeString:
    return format_html('<a class="hc-link" href="{}">№ {}: {}</a>', links.change_url(row), row.pk, row)


def _gone(number: int) -> str:
    return _("№ %(number)s (there is no such row any more)") % {"number": number}


def _joined(values: Iterable[Any]) -> SafeString:
    return format_html_join(", ", "{}", ((value,) for value in values))

"""Of tests/routes.py: pages about chats, orders, the region's messenger, its policy, and lists as readers keep them."""

from typing import Any

from django.urls import reverse

from supervision.admin.decisions import meanwhile
from supervision.models import Chat, Comment, MessengerAccount, SavedFilter, WorkOrder
from tests.deed_scenes import WHY, chat, comment, dead, endpoint, found_chat, house, linked, order, shared_filter
from tests.deeds import frozen
from tests.routes_of_houses import REASON
from tests.seats import Flow, Form, Made, Page, Seat, Values, many, nothing, post, press
from tests.world import World

LISTS = "admin:supervision_house_"
ANOTHER_TOKEN = "emulator-another"  # the emulator takes any of this form


def as_shown(**words: str) -> Values:
    """With the chat as the page of the moment shows it."""
    return lambda seat, made: {**words, "loaded": meanwhile.seal_chat(Chat.objects.get(pk=made.pk))}


def of_chat(button: str, make: Any = chat, **words: str) -> Page:
    return press("chat", button, make, as_shown(**words))


def order_and_somebody(w: World) -> WorkOrder:
    w.inspector("Петрова")
    return order(w)


def handed(seat: Seat, made: Made) -> Form:
    return {"inspector": seat.w.region.inspectors.get(full_name="Петрова").pk, **REASON}


def link(seat: Seat) -> Flow:
    """A chat that somebody made in the messenger and added the bot to."""
    number = found_chat(seat.w)
    seat.serve()
    return press("chat", "link", lambda w: Chat.objects.get(), lambda seat, made: {"named": str(number)})(seat)


def account(button: str, **values: Any) -> Page:
    """A button of the region's account, which stands as `values` say."""

    def make(w: World) -> MessengerAccount:
        MessengerAccount.objects.filter(pk="55").update(**values)
        return MessengerAccount.objects.get(pk="55")

    looks = {"share": "20", "days": "2", "with_webhooks": "3"}
    return press("messengeraccount", button, make, lambda seat, made: {**looks, "way": "manual", **REASON})


def token(seat: Seat) -> Flow:
    seat.serve()
    form = {"token": ANOTHER_TOKEN}
    return post("admin:supervision_messengeraccount_token", World.account, lambda seat, made: form)(seat)


def policy(seat: Seat) -> Flow:
    address = reverse("admin:supervision_region_change", args=[house(seat.w).region_id])

    def flow() -> object:
        return seat.post(address, seat.opened(address) | {"handover_days": "9", "reason": WHY, "approved": ""})

    return flow


def own_filter(w: World) -> SavedFilter:
    return shared_filter(w)


def taking_back(made: Comment) -> list[object]:
    return [made.house_id, made.pk]


def of_list(page: str, form: Form) -> Page:
    """A habit of the list of houses, which is narrowed."""

    def page_of(seat: Seat) -> Flow:
        address = f"{reverse(f'{LISTS}{page}')}?kind__exact={house(seat.w).kind}"
        return lambda: seat.post(address, form)

    return page_of


def of_file(page: str, *named: str, make: Any = house) -> Page:
    return post(page, make, nothing, lambda made: list(named))


freeze, thaw = of_chat("freeze", reason=WHY), of_chat("thaw", frozen)
tell_apart, push, look = of_chat("tell_apart", words="корпус 2"), of_chat("push"), of_chat("look")
unlink = of_chat("unlink", linked, reason=WHY)
write = post("admin:supervision_house_comment", house, lambda seat, made: {"text": "Посмотреть двор"})
take_back = post("admin:supervision_house_takeback", comment, named=taking_back)
say_done = many("workorder", "say_done", order, nothing)
hand = many("workorder", "hand", order_and_somebody, handed)
approve, retry = account("approve", held_reason="Слишком много"), account("retry", trouble="Бот заблокирован")
switch, looks, provisioning = account("switch_off"), account("looks"), account("provisioning")
forget_token = post(
    "admin:supervision_messengeraccount_token", World.account, lambda seat, made: {"token": "", "forget": "1"}
)
set_up = post("set_up_region", lambda w: w.region, lambda seat, made: {"step": "policy"})
keep = of_list("keepfilter", {"name": "К разбору"})
share = of_list("keepfilter", {"name": "К разбору", "shared": "1"})
unshare = post("admin:supervision_chat_removefilter", own_filter)
columns = of_list("columns", {"shown": []})
list_file = of_file("admin:supervision_house_listfile", "csv")
orders_file = of_file("admin:supervision_workorder_listfile", "csv", make=order)
report_file = of_file("report_export", "country", "csv")
poster = post("admin:supervision_chat_poster", linked)
switch_off, remove_webhook = (press("webhookendpoint", button, endpoint) for button in ("switch_off", "remove"))
new_secret_of_webhook = post("admin:supervision_webhookendpoint_new_secret", endpoint)
send_again = press("webhookdelivery", "redeliver", dead)

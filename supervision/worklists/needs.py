"""The desk: what waits for a person, in the order of a working day."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy

from supervision.worklists.chats import CHAT_STATES
from supervision.worklists.companies import changes_due
from supervision.worklists.houses import without_company
from supervision.worklists.worklist import Worklist

NEEDS: Mapping[str, Worklist] = {
    "orders": Worklist(
        gettext_lazy("Open work orders"),
        lambda orders, on: orders.filter(closed_at=None).select_related("chat__house").order_by("opened_at"),
    ),
    "parked": CHAT_STATES["parked"],
    "without_bot": Worklist(gettext_lazy("The bot is shut out"), CHAT_STATES["without_bot"]),
    "restless": Worklist(gettext_lazy("The messenger changes what it is sent"), CHAT_STATES["restless"]),
    "by_hand": CHAT_STATES["by_hand"],
    "awaiting": Worklist(gettext_lazy("Representatives have not joined"), CHAT_STATES["awaiting"]),
    "changes": Worklist(
        gettext_lazy("Changes of company in the next 14 days"),
        lambda periods, on: changes_due(periods, on).select_related("house", "organisation").order_by("since"),
    ),
    "without_company": Worklist(
        gettext_lazy("Houses without a company"), lambda houses, on: without_company(houses, on).order_by("pk")
    ),
    "found": Worklist(
        gettext_lazy("Chats found and not linked"), lambda found, on: found.filter(chat=None).order_by("-found_at")
    ),
}

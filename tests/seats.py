"""A person before a page, for the table of routes (tests/routes.py): what is there before, and what they send.

What was sent is kept, so that it can be sent again by whoever may not: as it was confirmed, with the preview seen.
"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from tests.browsing import browser_of
from tests.deed_scenes import administrator
from tests.doors import kept_password
from tests.served_emulator import served
from tests.world import World

Form = dict[str, Any]
Made = Any  # the row that the scene has made
Values = Callable[["Seat", Made], Form]


@dataclass
class Seat:
    """Of the world's own login, who is an administrator while the scene is made, has just shown who they are, and has
    PASSWORD."""

    w: World
    folder: Path
    settings: Any
    stack: ExitStack
    sent: list[tuple[str, Form]] = field(default_factory=list)

    def __post_init__(self) -> None:
        administrator(self.w).password = kept_password()
        self.w.by.save()
        browser, request = browser_of(self.w.by), HttpRequest()
        request.session = browser.session
        record_authentication(request, self.w.by, "password")
        request.session.save()
        self.cookies = browser.cookies.output(header="", sep=";")

    def browser(self) -> Client:
        """Another one each time: whoever is shut out loses the cookie with the answer."""
        opened = Client()
        opened.cookies = SimpleCookie(self.cookies)
        return opened

    def serve(self) -> None:
        """The messenger answers over HTTP: for what opens its own way there."""
        self.settings.MESSENGER_URL = self.settings.MESSENGER_PROVISIONING_URL = self.stack.enter_context(
            served(self.w.emulator)
        )

    def opened(self, address: str) -> Form:
        """What a browser sends back of the page's form as it is."""
        context = self.browser().get(address).context
        form = context["adminform"].form if "adminform" in context else context["form"]
        shown = {name: form[name].value() for name in form.fields}
        return {name: "" if value is None else value for name, value in shown.items()}

    def post(self, address: str, form: Form) -> Any:
        self.sent.append((address, form))
        return sent(self.browser(), address, form)

    def decide(self, address: str, form: Form) -> Any:
        """The preview, then its confirmation."""
        seen = sent(self.browser(), address, form).context["shown"].digest
        return self.post(address, {**form, "seen": seen, "confirm": "1"})


def sent(browser: Client, address: str, form: Form) -> Any:
    """A file is read anew, and an answer that is streamed to its end."""
    for value in form.values():
        if hasattr(value, "seek"):
            value.seek(0)
    answer: Any = browser.post(address, form)
    if answer.streaming:
        answer.getvalue()
    return answer


Flow = Callable[[], object]
Page = Callable[[Seat], Flow]


def nothing(seat: Seat, made: Made) -> Form:
    return {}


def press(model: str, button: str, make: Callable[[World], Made], form: Values = nothing) -> Page:
    return post(f"admin:supervision_{model}_press", make, form, lambda made: [made.pk, button])


def own(made: Made) -> list[Any]:
    return [made.pk]


def nowhere(made: Made) -> list[Any]:
    return []


def post(
    page: str, make: Callable[[World], Made], form: Values = nothing, named: Callable[[Made], list[Any]] = own
) -> Page:
    """One form sent to the page of what was made; `named` are the parts of its address."""

    def page_of(seat: Seat) -> Flow:
        made = make(seat.w)
        address = reverse(page, args=named(made))
        return lambda: seat.post(address, form(seat, made))

    return page_of


def decision(page: str, make: Callable[[World], Made], form: Values, named: Callable[[Made], list[Any]] = own) -> Page:
    """The page of a decision with a preview; what its form shows already is sent as well."""

    def page_of(seat: Seat) -> Flow:
        made = make(seat.w)
        address = reverse(f"admin:supervision_{page}", args=named(made))
        return lambda: seat.decide(address, seat.opened(address) | form(seat, made))

    return page_of


def many(model: str, action: str, make: Callable[[World], Made], form: Values) -> Page:
    """Rows of a list, chosen beforehand by somebody who may: what is tried is the decision."""

    def page_of(seat: Seat) -> Flow:
        made = make(seat.w)
        chosen = {"action": action, "_selected_action": [made.pk]}
        lists = reverse(f"admin:supervision_{model}_changelist")
        address = sent(seat.browser(), lists, chosen).headers["Location"]
        return lambda: seat.decide(address, form(seat, made))

    return page_of

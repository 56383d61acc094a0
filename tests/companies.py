"""Somebody at a company, with a browser, who was sent the company's link."""

from dataclasses import dataclass, field

from django.test import Client
from django.urls import reverse

from supervision.actions import company_links
from supervision.actions.invitations import Shown
from supervision.models import CompanyLink, Organisation
from tests.world import World

PAGE = "/company/"


@dataclass
class Office:
    """The people at a company; `browser` knows nobody until `enter`."""

    world: World
    company: Organisation
    email: str = ""
    browser: Client = field(default_factory=lambda: Client(raise_request_exception=True))

    def send_link(self) -> str:
        """An inspector issues the link; gives its address."""
        made = company_links.issue(organisation=self.company, email=self.email, by=self.world.by)
        return reverse("company_link", args=[made.token])

    def enter(self, address: str = "") -> "Office":
        assert self.browser.post(address or self.send_link()).status_code == 302
        return self

    @property
    def link(self) -> CompanyLink:
        return CompanyLink.objects.latest("pk")

    def press(self, act: str, person: str = "", **typed: str) -> str:
        """What the page says afterwards."""
        answer = self.browser.post(PAGE, {"act": act, "person": person, **typed}, follow=True)
        return answer.content.decode()

    def name(self, full_name: str, position: str = "") -> str:
        return self.press("name", full_name=full_name, position=position)

    def page(self, number: int = 1) -> str:
        return self.browser.get(PAGE, {"page": number}).content.decode()

    def line(self, full_name: str) -> object:
        return next(one for one in self.browser.get(PAGE).context["people"] if one.name == full_name)

    def invitation(self, full_name: str) -> Shown:
        """The company has an invitation made; what the page then shows."""
        self.press("invite", self.line(full_name).which)  # type: ignore[attr-defined]
        shown: Shown = self.line(full_name).shown  # type: ignore[attr-defined]
        return shown

"""People's phones, the messenger between, and the portal's worker: for stories of dialogs with a region's bot."""

from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from supervision.actions import invitations
from supervision.actions.invited import Invited
from supervision.dialogs import answering
from supervision.models import House
from tests.postman import Postman
from tests.world import TOKEN, World

PETROV, STRANGER, OTHER = 770_001, 770_002, 770_003


@dataclass
class Bot:
    world: World
    postman: Postman

    def invite(self, person: Invited) -> invitations.Shown:
        made = invitations.invite(person=person, by=self.world.by)
        return invitations.shown(made, self.world.account())

    def start(self, who: int, shown: invitations.Shown | None = None) -> None:
        payload = parse_qs(urlsplit(shown.link).query)["start"][0] if shown else None
        self.world.emulator.dialogs.start(TOKEN, who, payload)
        self.answer()

    def press(self, who: int, *buttons: str) -> None:
        for button in buttons:
            self.world.emulator.dialogs.press(TOKEN, who, button)
            self.answer()

    def join(self, who: int, house: House) -> None:
        self.world.emulator.people.join_by_link(self.world.chat(house).link, who)
        self.answer()
        self.world.push()

    def answer(self) -> None:
        self.postman.deliver()
        answering.answer_some(self.world.account(), self.world.messenger)

    def shows(self, who: int) -> list[str]:
        return [message["text"] for message in self.world.emulator.dialogs.texts(TOKEN, who)["messages"]]

    def links(self, who: int) -> list[str]:
        last = self.world.emulator.dialogs.texts(TOKEN, who)["messages"][-1]
        return [button["text"] for row in last["buttons"] for button in row if button["type"] == "link"]

"""The provisioning contract: the two steps that the Bot API lacks. It is ours and small: docs/provisioning.yaml.

`AccountMessenger` is the whole of an account: Bot API and, where the account has such a channel, provisioning.
Without it both steps raise UnsupportedOperation before anything is sent, and become work orders above.
"""

from collections.abc import Callable, Collection
from functools import partial
from typing import Any

from supervision.messenger import wire
from supervision.messenger.channel import Channel
from supervision.messenger.client import BotApi, no_limit
from supervision.messenger.errors import UnsupportedOperation
from supervision.messenger.port import Capabilities, ChatView


class ProvisioningClient:
    def __init__(self, channel: Channel, link_hosts: Collection[str] = wire.LINK_HOSTS) -> None:
        self._channel = channel
        self._as_chat: Callable[[Any], ChatView] = partial(wire.chat, link_hosts=link_hosts)

    def close(self) -> None:
        self._channel.close()

    def create_chat(self, *, external_id: str, title: str, description: str, owner_id: int) -> ChatView:
        """The same `external_id` gives the same chat, so a repetition after a lost answer makes no second one."""
        body = {"external_id": external_id, "title": title, "description": description, "owner_id": owner_id}
        return self._channel.set("create_chat", "POST", "/house-chats", self._as_house_chat, body=body)

    def _as_house_chat(self, data: Any) -> ChatView:
        """What is no group chat in use was not made for a house, and is not written to: ValueError."""
        view = self._as_chat(data)
        if (view.kind, view.status) != ("chat", "active"):
            raise ValueError("the type or status of a new chat")
        return view

    def transfer_owner(self, chat_id: int, *, owner_id: int) -> None:
        body = {"owner_id": owner_id}
        self._channel.set("transfer_owner", "PUT", f"/house-chats/{chat_id}/owner", wire.nothing, body=body)


class AccountMessenger(BotApi):
    """One account of the messenger: implements `port.Messenger`."""

    def __init__(
        self,
        channel: Channel,
        provisioning: ProvisioningClient | None,
        *,
        before_post: Callable[[int], None] = no_limit,
        link_hosts: Collection[str] = wire.LINK_HOSTS,
    ) -> None:
        super().__init__(channel, before_post=before_post, link_hosts=link_hosts)
        self._provisioning = provisioning

    @property
    def capabilities(self) -> Capabilities:
        has_channel = self._provisioning is not None
        return Capabilities(create_chat=has_channel, transfer_owner=has_channel)

    def create_chat(self, *, external_id: str, title: str, description: str, owner_id: int) -> ChatView:
        return self._channel_for("create_chat").create_chat(
            external_id=external_id, title=title, description=description, owner_id=owner_id
        )

    def transfer_owner(self, chat_id: int, *, owner_id: int) -> None:
        self._channel_for("transfer_owner").transfer_owner(chat_id, owner_id=owner_id)

    def close(self) -> None:
        super().close()
        if self._provisioning is not None:
            self._provisioning.close()

    def _channel_for(self, operation: str) -> ProvisioningClient:
        if self._provisioning is None:
            raise UnsupportedOperation(
                "this account has no provisioning channel: a person does it in the messenger", operation=operation
            )
        return self._provisioning

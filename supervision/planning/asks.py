"""What is asked of people because no API can do it: plain words, with the exact title, link and account."""

from django.utils.translation import gettext as _

from supervision.desired.state import DesiredChat, ObservedChat, Person
from supervision.enums import WorkOrderKind
from supervision.planning.rights import in_words
from supervision.planning.steps import AskPerson


def create_chat(desired: DesiredChat, owner: Person) -> AskPerson:
    words = _(
        "In the messenger, from the account of %(owner)s, create a group chat with exactly the title “%(title)s”. Add "
        "the bot %(bot)s and make it administrator with all rights: the portal then finds the chat by its title."
    )
    return AskPerson(
        words % {"owner": account(owner), "title": desired.title, "bot": account(desired.bot)},
        WorkOrderKind.CREATE_CHAT,
        title=desired.title,
        account=account(owner),
        assignee=owner.user_id,
    )


def hand_over(desired: DesiredChat, observed: ObservedChat, owner: Person) -> AskPerson:
    words = _("In the settings of the chat “%(title)s” (%(link)s) make %(owner)s its owner.")
    return AskPerson(
        words % {"title": observed.title, "link": observed.link, "owner": account(owner)},
        WorkOrderKind.HAND_OVER,
        title=observed.title,
        link=observed.link,
        account=account(owner),
        assignee=observed.owner_id,
        owner_seen=observed.owner_id,
    )


def add_bot(desired: DesiredChat, observed: ObservedChat) -> AskPerson:
    words = _(
        "The bot is not in the chat “%(title)s” (%(link)s). Add the bot %(bot)s and make it administrator with all "
        "rights. If the chat was deleted, unlink it on its page."
    )
    return _about_bot(WorkOrderKind.ADD_BOT, words, desired, observed)


def make_bot_admin(desired: DesiredChat, observed: ObservedChat) -> AskPerson:
    words = _("Make the bot %(bot)s administrator of the chat “%(title)s” (%(link)s) with all rights.")
    if observed.bot_lacks:
        words = _(
            "The bot %(bot)s lacks rights in the chat “%(title)s” (%(link)s): %(rights)s. Give it all rights again."
        )
    return _about_bot(WorkOrderKind.MAKE_BOT_ADMIN, words, desired, observed)


def close_surplus(desired: DesiredChat, observed: ObservedChat) -> AskPerson:
    words = _(
        "The chat “%(title)s” (%(link)s) is one too many: the house has the chat “%(official)s” (%(official_link)s). "
        "Write there that the residents should go to that one, then delete the chat in the messenger. When it is gone, "
        "unlink it on its page: that closes this order."
    )
    official = desired.official
    values = {
        "title": observed.title,
        "link": observed.link,
        "official": official.title if official else "",
        "official_link": official.link if official and official.link else _("not created yet"),
    }
    return AskPerson(
        words % values,
        WorkOrderKind.CLOSE_SURPLUS,
        title=observed.title,
        link=observed.link,
        assignee=observed.owner_id,
        owner_seen=observed.owner_id,
    )


def _about_bot(kind: WorkOrderKind, words: str, desired: DesiredChat, observed: ObservedChat) -> AskPerson:
    values = {
        "bot": account(desired.bot),
        "title": observed.title,
        "link": observed.link,
        "rights": in_words(observed.bot_lacks),
    }
    return AskPerson(
        words % values,
        kind,
        title=observed.title,
        link=observed.link,
        account=account(desired.bot),
        assignee=observed.owner_id,
        owner_seen=observed.owner_id,
    )


def account(person: Person | None) -> str:
    """The name and, because names repeat, the messenger id."""
    if person is None:
        return _("of the region")
    return f"{person.name} (ID {person.user_id})"

"""Opening, freezing and looking at chats."""

from collections import defaultdict
from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils.translation import gettext as _

from supervision import access, audit
from supervision.enums import HouseState, Lane, RefusalKind
from supervision.errors import Refused
from supervision.models import Chat, House, Region
from supervision.queue import outbox
from supervision.reconcile import observe

LONGEST_WORDS = Chat._meta.get_field("told_apart").max_length or 0

# Eight thousand rows of a first import in one statement; nothing is known of the chats yet.
OPEN = """
    INSERT INTO supervision_chat
        (house_id, region_id, link, spec_version, synced_version, frozen_reason, announcement_id, announcement_pinned,
         observed_title, observed_description, observed_status, bot_state, settled_wish, differences)
    SELECT house.id, house.region_id, '', 0, 0, '', '', true, '', '', '',
        'in_place', '', '[]' FROM ({houses}) AS house (id, region_id)
    RETURNING id
"""


def open_missing(region: Region, *, only: House | None = None) -> int:
    """Opens a chat for every house in scope (or `only` this one) that has none; gives how many. Constant statements.

    Opened means wished for: the worker creates it in the messenger. Called inside the event that brought the houses.
    """
    houses = House.objects.filter(region=region).in_scope().without_chat().order_by("pk")
    if only is not None:
        houses = houses.filter(pk=only.pk)
    chosen, values = houses.values("pk", "region_id").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(OPEN.format(houses=chosen), values)
        opened = [chat for (chat,) in cursor.fetchall()]
    return outbox.mark(opened, lane=Lane.CREATE)


def freeze(chat: Chat, *, reason: str, by: User) -> None:
    """From now on nobody touches the chat in the messenger; marks pile up until it is thawed."""
    if not reason.strip():
        raise Refused(_reason_missing(), kind=RefusalKind.REASON_MISSING)
    with audit.event("chat.frozen", by=by, reason=reason, region=chat.region, details={"chat": chat.pk}):
        Chat.objects.filter(pk=chat.pk).update(frozen_reason=reason)


def thaw(chat: Chat, *, by: User) -> None:
    with audit.event("chat.thawed", by=by, region=chat.region, details={"chat": chat.pk}):
        Chat.objects.filter(pk=chat.pk).update(frozen_reason="")
        outbox.mark([chat.pk], lane=Lane.PERSON)


def tell_apart(chat: Chat, *, words: str, by: User) -> None:
    """Says by which words residents know the house from another one with the same address; "" takes them back.

    Raises Refused where another house of the address has the same words.
    """
    words = " ".join(words.split()).strip("()[] ")
    house = chat.house
    others = Chat.objects.filter(region=chat.region, house__region=chat.region, house__address_key=house.address_key)
    others = others.exclude(pk=chat.pk).exclude(house__state=HouseState.MERGED)
    if words and others.filter(told_apart__iexact=words).exists():
        # of pages alone, like the next: a program has no such act and needs no kind to tell it by
        said = _("Another house of this address is told apart by the same words.")
        raise Refused(said, kind=RefusalKind.RULE)
    if len(words) > LONGEST_WORDS:
        raise Refused(_("At most %(most)d characters.") % {"most": LONGEST_WORDS}, kind=RefusalKind.RULE)
    details = {"chat": chat.pk, "before": chat.told_apart, "now": words}
    with audit.event("chat.told_apart", by=by, region=chat.region, details=details):
        Chat.objects.filter(pk=chat.pk).update(told_apart=words)
        outbox.mark([chat.pk, *others.values_list("pk", flat=True)])


def push_now(chat: Chat, *, by: User) -> None:
    """A person decided that the portal is right: changes made by hand are undone, whatever the region's policy."""
    with audit.event("chat.push_requested", by=by, region=chat.region, details={"chat": chat.pk}):
        Chat.objects.filter(pk=chat.pk).update(settled_wish="")
        observe.forget(chat)
        outbox.mark([chat.pk], lane=Lane.PERSON)


def attend(chats: Sequence[Chat], *, push: bool, by: User) -> None:
    """`push_now` or `look_now` for many, all or none; one event a region, a constant number of statements for each.

    A selection takes its turn in the queue and counts against the region's limit: nobody looked at each of them.
    """
    name = "chat.push_requested" if push else "chat.look_requested"
    with transaction.atomic():
        for region, of_region in _by_region(chats):
            access.ask_of_many(chats, by, region)
            numbers = [chat.pk for chat in of_region]
            with audit.event(name, by=by, region=region, details={"chats": numbers}):
                if push:
                    Chat.objects.filter(pk__in=numbers).update(settled_wish="")
                observe.forget(*of_region)
                outbox.mark(numbers, lane=Lane.PERSON if len(chats) == 1 else Lane.CHANGE)


def freeze_many(chats: Sequence[Chat], *, reason: str, by: User) -> None:
    """`freeze` for many, all or none."""
    if not reason.strip():
        raise Refused(_reason_missing(), kind=RefusalKind.REASON_MISSING)
    with transaction.atomic():
        for region, of_region in _by_region(chats):
            access.ask_of_many(chats, by, region)
            numbers = [chat.pk for chat in of_region]
            with audit.event("chat.frozen", by=by, reason=reason, region=region, details={"chats": numbers}):
                Chat.objects.filter(pk__in=numbers).update(frozen_reason=reason)


def thaw_many(chats: Sequence[Chat], *, by: User) -> None:
    """`thaw` for many, all or none. What piled up meanwhile counts against the limit: nobody looked at each of them."""
    with transaction.atomic():
        for region, of_region in _by_region(chats):
            access.ask_of_many(chats, by, region)
            numbers = [chat.pk for chat in of_region]
            with audit.event("chat.thawed", by=by, region=region, details={"chats": numbers}):
                Chat.objects.filter(pk__in=numbers).update(frozen_reason="")
                outbox.mark(numbers, lane=Lane.CHANGE)


def _by_region(chats: Sequence[Chat]) -> list[tuple[Region, list[Chat]]]:
    regions: dict[str, list[Chat]] = defaultdict(list)
    for chat in chats:
        regions[chat.region_id].append(chat)
    return [(found[0].region, found) for found in regions.values()]


def _reason_missing() -> str:
    return _("Say why the chat is frozen: whoever finds it next month has to know.")


def look_now(chat: Chat, *, by: User) -> None:
    """A person waits: the chat is read afresh and brought in step before everything else of its region."""
    with audit.event("chat.look_requested", by=by, region=chat.region, details={"chat": chat.pk}):
        observe.forget(chat)
        outbox.mark([chat.pk], lane=Lane.PERSON)

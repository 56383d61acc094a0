"""The region's limit: whether so much may be changed without approval, and what is said of it on the account."""

from django.db import transaction

from supervision import audit
from supervision.models import MessengerAccount
from supervision.notice_kinds import NoticeKind
from supervision.notices import addressees, marking
from supervision.planning import limits
from supervision.queue import clock, outbox


def within_limit(account: MessengerAccount, linked: int) -> bool:
    """Whether existing chats (`linked` in all) may be changed without approval; says on the account why not."""
    region = account.region
    most = limits.most_changes(linked, region.change_limit_percent)
    changing = outbox.unapproved_changes(region, up_to=most)
    words = ""
    if changing > most:
        changing = outbox.unapproved_changes(region, up_to=linked)
        words = limits.refusal(changing, linked, region.change_limit_percent)
    if words != account.held_reason:
        _say_held(account, words, {"chats": changing, "of": linked, "most": most})
        account.held_reason = words
    return not words


@transaction.atomic
def _say_held(account: MessengerAccount, words: str, details: dict[str, int]) -> None:
    """The sentence on the account, the event and the news of it, or none of them; by the first worker that notices."""
    known = MessengerAccount.objects.filter(pk=account.pk, held_reason=account.held_reason)
    is_first = bool(known.update(held_reason=words))
    if not is_first or bool(words) == bool(account.held_reason):
        return
    region = account.region
    audit.record("run.held" if words else "run.released", cause="limit", region=region, details=details)
    if words:
        marking.tell(NoticeKind.APPROVAL, region, account.pk, clock.now().isoformat(), addressees.heads(region))

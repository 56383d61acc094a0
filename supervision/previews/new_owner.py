"""What an account would own if it became an inspector's: asked of the rules after the change, which is taken back."""

from supervision.actions import bindings
from supervision.actions.owners import ids, may_own
from supervision.desired.ownership import owners_on
from supervision.models import Inspector
from supervision.previews.outlooks import as_if

NOBODY_YET = -1  # stands for the account of whoever will answer; the messenger gives none that is negative


def chats_of(inspector: Inspector, account_id: int | None) -> int:
    """How many chats the account would own today; None: whoever answers the invitation."""
    whom = Inspector.objects.select_related("region").get(pk=inspector.pk)
    account, region = account_id or NOBODY_YET, whom.region

    def count() -> int:
        owners = owners_on(region, ids(may_own(whom)), region.today())
        return sum(tenure.owner_id == account for tenure in owners.values())

    return as_if(lambda: bindings.set_account(whom, account), count)

"""What a head says while a region is set up: the policy was looked through, the first push may go."""

from django.contrib.auth.models import User

from supervision import audit
from supervision.enums import SetUpWord
from supervision.models import Region, SetUpMark


def confirm(region: Region, step: SetUpWord, *, by: User) -> None:
    """Counts once for each region and step; said again, it only goes on record. Raises Forbidden except for heads."""
    with audit.event("region.set_up_confirmed", by=by, region=region, details={"step": step.value}):
        SetUpMark.objects.get_or_create(region=region, step=step, defaults={"by": by})

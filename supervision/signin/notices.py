"""What others did to a login, told to its owner at the next sign-in."""

from collections.abc import Iterator

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from supervision.models import Event

TOLD = {
    "login.password_set": gettext_lazy("On %(day)s somebody else set your password."),
    "login.second_factor_reset": gettext_lazy("On %(day)s somebody else took your second factor away."),
    "login.made_administrator": gettext_lazy("On %(day)s your login was made an administrator of the portal."),
}
ADVICE = gettext_lazy("If you did not ask for it, tell the administrator of the portal at once.")


def since_last_time(user: User) -> Iterator[str]:
    """Called before this sign-in is on record. Times in UTC."""
    last = Event.objects.filter(name="login.done", by=user).order_by("-at").values_list("at", flat=True).first()
    found = Event.objects.filter(name__in=TOLD, details__login=user.username).order_by("at")
    for name, at in (found.filter(at__gte=last) if last else found).values_list("name", "at"):
        words = TOLD[name] % {"day": f"{timezone.localtime(at):%d.%m.%Y %H:%M} UTC"}
        yield _("%(words)s %(advice)s") % {"words": words, "advice": ADVICE}

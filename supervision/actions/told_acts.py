"""Which acts about a login (`access.Act.of_login`) its owner is told of, in which words, and why not of the others."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Sentence:
    """`grave`: it may let somebody else in, or lets one do more; told before what takes away or changes a name."""

    words: Any
    grave: bool = True


LIGHT = False
TOLD: Mapping[str, Sentence] = {
    "login.password_set": Sentence(_("Another person set the password.")),
    "login.password_off": Sentence(_("Another person switched the password off.")),
    "login.password_changed": Sentence(_("The password was changed.")),
    "login.link_made": Sentence(_("A link was made with which a new password can be set.")),
    "login.link_used": Sentence(_("The password was set by a link.")),
    "login.second_factor_reset": Sentence(_("The second factor was taken away by another person.")),
    "login.second_factor_off": Sentence(_("The second factor was switched off.")),
    "login.second_factor_on": Sentence(_("The second factor was set up.")),
    "login.recovery_codes": Sentence(_("New recovery codes were made.")),
    "login.email_changed": Sentence(_("The e-mail address was changed.")),
    "login.provider_joined": Sentence(_("Another person joined the login with the identity provider.")),
    "login.own_provider_joined": Sentence(_("The login was joined with the identity provider.")),
    "login.made_administrator": Sentence(_("The login was made an administrator on the server.")),
    "role.assigned": Sentence(_("A role was given.")),
    "login.code_failed": Sentence(_("The password was right and the code of the second factor was wrong.")),
    "login.guessed": Sentence(_("Somebody guessed the password.")),
    "role.withdrawn": Sentence(_("A role was withdrawn."), LIGHT),
    "login.opening_closed": Sentence(_("A way in was closed: whoever had made it may not open this login now."), LIGHT),
    "login.provider_parted": Sentence(_("The login was parted from the identity provider."), LIGHT),
    "login.switched": Sentence(_("The login was switched on or off."), LIGHT),
    "login.changed": Sentence(_("The login's name or other data of its person were changed."), LIGHT),
    "inspector.login_linked": Sentence(_("The login was joined with an inspector, or parted from one."), LIGHT),
    "login.sessions_ended": Sentence(_("All sessions were ended."), LIGHT),
    "login.own_sessions_ended": Sentence(_("Sessions were ended from another one."), LIGHT),
    "login.ended_by_provider": Sentence(_("The identity provider ended the session."), LIGHT),
}

PROGRAMS = "the login is a program's, which nobody signs in with; its page tells of the webhook"
UNTOLD: Mapping[str, str] = {
    "login.created": "nobody had signed in with it before; what let its owner in is told by acts of its own",
    "login.done": "the sign-in itself, from which on things are told; the own page shows the sessions that are open",
    "login.ended": "done by whoever is signed in and opens nothing; a session that others ended is told",
    "login.failed": "one mistyped password is everybody's; many of them are told as login.guessed",
    "claim.not_followed": "nothing was done to the login: it keeps its role, and the record tells those who give roles",
    "webhook.added": PROGRAMS,
    "webhook.changed": PROGRAMS,
    "webhook.switched": PROGRAMS,
    "webhook.removed": PROGRAMS,
    "webhook.tested": PROGRAMS,
    "webhook.redelivered": PROGRAMS,
    "webhook.secret_renewed": PROGRAMS,
    "webhook.given_up": PROGRAMS,
}

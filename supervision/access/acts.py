"""What can be done in the portal, and the right that each act needs: a row an act, asked for where the act is recorded.

An act is named as the event that keeps it. `audit.event` asks here before anything is written, so that pages, programs,
files and workers come by the same right, and an act without a row cannot be recorded at all.

A person needs the role. A program needs its region and the act's scope, and never gets what has none. What is dangerous
asks a person again who they are, unless they said so a moment ago. What the portal does itself has a named cause, and
only the causes that the row names; "*" are commands: who reaches the server's shell has the whole installation.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from supervision.access import visits
from supervision.access.who import VIEW, can_manage, can_supervise, codes, sees_anything
from supervision.enums import ApiScope
from supervision.errors import AskAgain, Forbidden
from supervision.models import ApiClient, Region


class Needed(StrEnum):
    """What a person must hold; from `VIEW` to `MANAGE` on the region of the act."""

    OWN = "own"  # about the login itself: signing in, webhooks of its own
    VIEW = "view"
    SUPERVISE = "supervise"
    MANAGE = "manage"
    ADMINISTER = "administer"
    NOBODY = "nobody"  # the portal's own doing: an author is refused


@dataclass(frozen=True, slots=True)
class Act:
    """`scope` is what a program needs; None: no program ever does this. `causes` may stand in place of an author.
    `of_login`: it is about a login, which its event names by the row (`audit.of_login`)."""

    name: str
    right: Needed
    scope: ApiScope | None = None
    dangerous: bool = False
    causes: tuple[str, ...] = ()
    of_login: bool = False


OWN, SEE, FACTS, HEAD, ADMIN = Needed.OWN, Needed.VIEW, Needed.SUPERVISE, Needed.MANAGE, Needed.ADMINISTER
REGISTER, CHATS, PEOPLE, NAMING = ApiScope.REGISTER, ApiScope.CHATS, ApiScope.PEOPLE, ApiScope.WRITE_PEOPLE
COMMAND = "*"
MANY_HOUSES = "houses.changed_together"  # asked beside the act's own row, where it concerns more than one house
MAKER_ENDED = "right of its maker ended"  # the cause for which what somebody else made for a login is closed
PERSONAL_EXPORT = "people.exported"  # asked beside an export's own row, where its rows name people

_ROWS = (
    # houses, companies and who manages what
    Act("house.corrected", FACTS, REGISTER),
    Act("house.demolished", FACTS, REGISTER),
    Act("house.restored", FACTS, REGISTER),
    Act("house.merged", HEAD, dangerous=True),
    Act("organisation.added", FACTS, REGISTER),
    Act("organisation.changed", FACTS, REGISTER),
    Act("organisation.succeeded", FACTS, dangerous=True),
    Act("period.replaced", FACTS, REGISTER),
    Act("period.ended", FACTS, REGISTER),
    Act("period.excluded", FACTS, REGISTER),
    Act("period.cancelled", FACTS, REGISTER),
    Act("operation.undone", FACTS, REGISTER),
    Act(MANY_HOUSES, FACTS, ApiScope.MASS, dangerous=True),
    # who owns chats
    Act("houses.assigned", HEAD, ApiScope.OWNERS, dangerous=True),
    Act("organisation.assigned", HEAD, ApiScope.OWNERS, dangerous=True),
    Act("zones.drawn", HEAD, dangerous=True),
    Act("inspector.absent", HEAD, dangerous=True),
    Act("absence.changed", HEAD, dangerous=True),
    Act("absence.ended", HEAD, dangerous=True),
    Act("absence.cancelled", HEAD, dangerous=True),
    Act("inspector.leaves", HEAD, dangerous=True),
    Act("inspector.dismissed", HEAD, dangerous=True, causes=("dismissal.completed",)),
    Act("inspector.login_linked", HEAD, dangerous=True, causes=("load_demo",), of_login=True),
    Act("region.policy_changed", HEAD, dangerous=True),
    Act("region.set_up_confirmed", HEAD),
    # companies' people
    Act("representative.added", FACTS, NAMING, dangerous=True, causes=("dialog", "company")),
    Act("representative.removed", FACTS, NAMING, dangerous=True, causes=("dialog",)),
    Act("representative.account_changed", FACTS, NAMING, dangerous=True, causes=("dialog",)),
    Act("representative.invited", FACTS, NAMING, dangerous=True, causes=("company",)),
    Act("representative.invitation_revoked", FACTS, NAMING),
    Act("representative.known", Needed.NOBODY, causes=("dialog",)),
    Act("representative.account_confirmed", FACTS, dangerous=True),
    Act("representative.named", Needed.NOBODY, causes=("company",)),
    Act("representative.name_withdrawn", Needed.NOBODY, causes=("company",)),
    Act("representative.name_confirmed", FACTS, dangerous=True, causes=("company",)),
    Act("representative.name_refused", FACTS),
    Act("company_link.made", FACTS, dangerous=True),
    Act("company_link.revoked", FACTS),
    Act("company_link.opened", Needed.NOBODY, causes=("company",)),
    Act("company_link.code_sent", Needed.NOBODY, causes=("company",)),
    Act("company_link.confirmed", Needed.NOBODY, causes=("company",)),
    Act("representative.unbound", FACTS, dangerous=True, causes=("dialog",)),
    Act("inspector.added", HEAD),
    Act("inspector.corrected", HEAD, dangerous=True),
    Act("inspector.invited", HEAD, dangerous=True),
    Act("inspector.invitation_revoked", HEAD),
    Act("inspector.known", Needed.NOBODY, causes=("dialog",)),
    Act("inspector.account_confirmed", HEAD, dangerous=True),
    Act("inspector.unbound", HEAD, dangerous=True),
    Act("invitation.answered", Needed.NOBODY, causes=("dialog",)),
    Act("invitation.declined", Needed.NOBODY, causes=("dialog",)),
    Act("codes.guessed", Needed.NOBODY, causes=("dialog",)),
    # files
    Act("upload.taken", FACTS, ApiScope.IMPORTS),
    Act("upload.read_again", FACTS, ApiScope.IMPORTS),
    Act("upload.cancelled", FACTS, ApiScope.IMPORTS),
    Act("upload.confirmed", FACTS, ApiScope.APPLY_IMPORTS, dangerous=True),
    Act("register.imported", FACTS, ApiScope.APPLY_IMPORTS, dangerous=True, causes=("import_registry",)),
    Act("import.undone", HEAD, dangerous=True, causes=("undo_import",)),
    Act("representatives.imported", FACTS, ApiScope.APPLY_PEOPLE, dangerous=True, causes=("import_people",)),
    Act("inspectors.imported", HEAD, ApiScope.APPLY_PEOPLE, dangerous=True, causes=("import_people",)),
    Act("chats.adopted", HEAD, dangerous=True, causes=("adopt_chats",)),
    Act("adoption.cancelled", HEAD),
    # chats and their messenger
    Act("chat.frozen", FACTS, CHATS),
    Act("chat.thawed", FACTS, CHATS),
    Act("chat.told_apart", FACTS),
    Act("chat.push_requested", FACTS, CHATS),
    Act("chat.look_requested", FACTS, CHATS),
    Act("chat.linked", FACTS, dangerous=True, causes=("bot_added",)),
    Act("chat.unlinked", FACTS, dangerous=True),
    Act("chat.changed_by_hand", Needed.NOBODY, causes=("look",)),
    Act("comment.written", FACTS),
    Act("comment.taken_back", FACTS),
    Act("order.said_done", FACTS),
    Act("order.handed", FACTS),
    Act("limit.approved", HEAD, dangerous=True, causes=(COMMAND,)),
    Act("run.held", Needed.NOBODY, causes=("limit",)),
    Act("run.released", Needed.NOBODY, causes=("limit",)),
    Act("account.retried", HEAD, dangerous=True, causes=(COMMAND, "found well again")),
    Act("account.switched", HEAD, dangerous=True),
    Act("account.token_entered", HEAD, dangerous=True),
    Act("account.token_forgotten", HEAD, dangerous=True),
    Act("account.looks_changed", HEAD, dangerous=True),
    Act("account.provisioning_changed", HEAD, dangerous=True),
    # logins, programs, the installation
    Act("login.created", HEAD, dangerous=True, causes=("claim",), of_login=True),
    Act("login.link_made", HEAD, dangerous=True, of_login=True),
    Act("login.sessions_ended", HEAD, of_login=True),
    Act("login.switched", HEAD, dangerous=True, of_login=True),
    Act("login.changed", ADMIN, dangerous=True, of_login=True),
    Act("login.email_changed", ADMIN, dangerous=True, of_login=True),
    Act("login.password_set", ADMIN, dangerous=True, causes=(COMMAND,), of_login=True),
    Act("login.password_off", ADMIN, dangerous=True, of_login=True),
    Act("login.made_administrator", ADMIN, dangerous=True, causes=(COMMAND,), of_login=True),
    Act("login.second_factor_reset", HEAD, dangerous=True, of_login=True),
    Act("role.assigned", HEAD, dangerous=True, causes=(COMMAND, "claim"), of_login=True),
    Act("role.withdrawn", HEAD, dangerous=True, causes=(COMMAND, "claim", "dismissal.completed"), of_login=True),
    Act("login.provider_joined", HEAD, dangerous=True, of_login=True),
    Act("login.provider_parted", HEAD, dangerous=True, of_login=True),
    Act("login.opening_closed", Needed.NOBODY, causes=(MAKER_ENDED,), of_login=True),
    Act("claim.added", ADMIN, dangerous=True),
    Act("claim.removed", ADMIN, dangerous=True),
    Act("claim.not_followed", Needed.NOBODY, causes=("claim",), of_login=True),
    Act("program.created", ADMIN, dangerous=True),
    Act("program.changed", ADMIN, dangerous=True),
    Act("program.new_secret", ADMIN, dangerous=True),
    Act("program.revoked", ADMIN, dangerous=True),
    Act("target.set", ADMIN),
    Act("target.changed", ADMIN),
    Act("target.removed", ADMIN),
    Act("installation.restored", Needed.NOBODY, causes=(COMMAND, "noticed by the portal")),
    Act("record.segment_removed", Needed.NOBODY, causes=(COMMAND,)),
    Act("record.words_erased", Needed.NOBODY, causes=(COMMAND,)),
    Act("person.forgotten", Needed.NOBODY, causes=("term",)),
    # what a login does about itself
    Act("login.done", OWN, of_login=True),
    Act("login.ended", OWN, of_login=True),
    Act("login.failed", Needed.NOBODY, causes=("sign-in",), of_login=True),
    Act("login.code_failed", Needed.NOBODY, causes=("sign-in",), of_login=True),
    Act("login.guessed", Needed.NOBODY, causes=("sign-in",), of_login=True),
    Act("login.unknown_to_claims", Needed.NOBODY, causes=("claim",)),
    Act("login.ended_by_provider", Needed.NOBODY, causes=("provider",), of_login=True),
    Act("login.own_provider_joined", OWN, dangerous=True, of_login=True),
    Act("login.link_used", OWN, of_login=True),
    Act("login.password_changed", OWN, of_login=True),
    Act("login.own_sessions_ended", OWN, of_login=True),
    Act("login.recovery_codes", OWN, of_login=True),
    Act("login.second_factor_on", OWN, of_login=True),
    Act("login.second_factor_off", OWN, of_login=True),
    Act("filter.kept", OWN),
    Act("filter.shared", FACTS),
    Act("filter.unshared", FACTS),
    Act("columns.chosen", OWN),
    Act("webhook.added", OWN, ApiScope.WEBHOOKS, dangerous=True, of_login=True),
    Act("webhook.changed", OWN, ApiScope.WEBHOOKS, of_login=True),
    Act("webhook.switched", OWN, ApiScope.WEBHOOKS, of_login=True),
    Act("webhook.removed", OWN, ApiScope.WEBHOOKS, dangerous=True, of_login=True),
    Act("webhook.tested", OWN, ApiScope.WEBHOOKS, of_login=True),
    Act("webhook.redelivered", OWN, ApiScope.WEBHOOKS, of_login=True),
    Act("webhook.secret_renewed", OWN, ApiScope.WEBHOOKS, dangerous=True, of_login=True),
    Act("webhook.given_up", Needed.NOBODY, causes=("webhooks",), of_login=True),
    # what leaves the portal
    Act(PERSONAL_EXPORT, SEE, PEOPLE, dangerous=True),
    Act("list.exported", SEE, ApiScope.READ),
    Act("work_orders.exported", SEE),
    Act("operation.exported", SEE),
    Act("rights.exported", SEE, dangerous=True),
    Act("report.exported", SEE, ApiScope.READ),
    Act("upload.issues_exported", SEE),
    Act("invites.exported", SEE, dangerous=True),
    Act("invitations.exported", FACTS, dangerous=True),
    Act("posters.printed", SEE),
)
ACTS: Mapping[str, Act] = {act.name: act for act in _ROWS}


def ask(name: str, by: User | None, region: Region | None, *, cause: str = "") -> None:
    """Raises Forbidden where the author may not do this, and AskAgain where they must first show who they are.

    An act that has no row, or an unknown cause, is a mistake of the programmer: LookupError.
    """
    act = ACTS.get(name)
    if act is None:
        raise LookupError(f"{name}: give the act a row in access/acts.py, with the right that it needs")
    if by is None:
        _refuse_unknown_cause(act, cause)
        return
    scopes = scopes_of(by)
    if not (_person_may(act, by, region) if scopes is None else _program_may(act, by, region, scopes)):
        missing = act.scope if scopes is not None and act.scope and act.scope not in scopes else ""
        raise Forbidden(_refusal(act, str(missing), is_program=scopes is not None), str(missing))
    visit = visits.current()
    if act.dangerous and scopes is None and visit is not None and not visit.proven():
        raise AskAgain(name)


def ask_of_many(concerned: Collection[object], by: User, region: Region | None) -> None:
    """For every writer that takes a selection, whoever calls it: more than one house, chat or order at once."""
    if len(concerned) > 1:
        ask(MANY_HOUSES, by, region)


def may(name: str, by: User, region: Region | None) -> bool:
    """Whether `ask` would let the author pass; for pages that offer the act. Asks nobody again."""
    scopes = scopes_of(by)
    act = ACTS[name]
    return _person_may(act, by, region) if scopes is None else _program_may(act, by, region, scopes)


def scopes_of(login: User) -> frozenset[str] | None:
    """What a program may do, as narrow as its token is; None where the login is a person's."""
    kept = login.__dict__
    if "_program_scopes" not in kept:
        found = ApiClient.objects.filter(user=login.pk).values_list("scopes", flat=True).first()
        kept["_program_scopes"] = None if found is None else frozenset(found)
    has: frozenset[str] | None = kept["_program_scopes"]
    return has


def narrow(login: User, scopes: Iterable[str]) -> None:
    """For as long as this object lives, the program's login may do no more than its token says."""
    login.__dict__["_program_scopes"] = frozenset(scopes)


def _person_may(act: Act, by: User, region: Region | None) -> bool:
    if not by.is_active or act.right is Needed.NOBODY:
        return False
    if by.is_superuser or act.right is Needed.OWN:
        return True
    if act.right is Needed.ADMINISTER or (region is None and act.right is not Needed.VIEW):
        return False
    return _holds(act.right, by, region)


def _program_may(act: Act, by: User, region: Region | None, scopes: frozenset[str]) -> bool:
    """The role of a program is an inspector's; the scope, which an administrator gave it, makes up for a head's."""
    if not by.is_active or act.scope is None or act.scope not in scopes:
        return False
    if act.right is Needed.OWN:
        return True
    least = Needed.VIEW if act.right is Needed.VIEW else Needed.SUPERVISE
    return (region is not None or least is Needed.VIEW) and _holds(least, by, region)


def _holds(right: Needed, by: User, region: Region | None) -> bool:
    if region is None:
        return sees_anything(by)
    if right is Needed.VIEW:
        return by.has_perm(f"supervision.{VIEW}") or region.pk in codes(by, VIEW)
    return can_manage(by, region) if right is Needed.MANAGE else can_supervise(by, region)


def _refuse_unknown_cause(act: Act, cause: str) -> None:
    named, _space, who = cause.partition(" by ")
    if named not in act.causes and not (who and COMMAND in act.causes):
        raise LookupError(f"{act.name}: {named!r} is no cause of this act; access/acts.py names those that are")


def _refusal(act: Act, missing: str, *, is_program: bool) -> str:
    if is_program and act.scope is None:
        return _("A program may not do this: it is for people alone.")
    if missing:
        return _("This needs the scope “%(scope)s”. The administrator of the portal gives it to a program.") % {
            "scope": missing
        }
    if act.right is Needed.ADMINISTER and not is_program:
        return _("This is for the administrator of the portal.")
    if act.right is Needed.MANAGE and not is_program:
        return _("This is for the head of the region: it changes who owns chats, or who may do what.")
    return _("Your login may not do this in this region.")

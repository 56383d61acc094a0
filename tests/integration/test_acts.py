"""Who may do what: every act by every role, and every act by every scope. A new act needs a row, or this file fails.

The table is not that of the code turned round: it says in words of its own what a role is trusted with.
"""

import ast
import secrets

import pytest
from django.contrib.auth.models import User

from supervision import access, audit
from supervision.access import ACTS, Act, Needed
from supervision.admin.audit.events import NAMES
from supervision.enums import ApiScope, Role
from supervision.errors import AskAgain, Forbidden
from supervision.models import Event, Region
from tests.architecture.source import modules, within
from tests.programs import Caller
from tests.world import World

NAMING = ("supervision.admin.audit.events", "supervision.actions.told_acts")  # modules with words for acts
ROLES = ("administrator", "head", "inspector", "analyst", "stranger", "closed")
# who may, by the right that an act needs
MAY = {
    Needed.OWN: {"administrator", "head", "inspector", "analyst", "stranger"},
    Needed.VIEW: {"administrator", "head", "inspector", "analyst"},
    Needed.SUPERVISE: {"administrator", "head", "inspector"},
    Needed.MANAGE: {"administrator", "head"},
    Needed.ADMINISTER: {"administrator"},
    Needed.NOBODY: set(),
}
# what a head is trusted with and an inspector is not: owners of chats, people, policy, the region's account
HEADS = {
    *("houses.assigned", "organisation.assigned", "zones.drawn", "region.policy_changed", "role.assigned"),
    *("region.set_up_confirmed", "house.merged", "import.undone"),
    *("login.provider_joined", "login.provider_parted"),
    *("role.withdrawn", "login.created", "login.link_made", "login.sessions_ended", "login.switched"),
    *(
        "login.second_factor_reset",
        "inspector.absent",
        "absence.changed",
        "absence.ended",
        "absence.cancelled",
        "inspector.leaves",
    ),
    *("inspector.dismissed", "inspector.login_linked", "inspectors.imported", "chats.adopted", "adoption.cancelled"),
    *("limit.approved", "account.retried", "account.switched", "account.looks_changed"),
    "account.provisioning_changed",
    *("account.token_entered", "account.token_forgotten"),
    *("inspector.added", "inspector.invited", "inspector.invitation_revoked", "inspector.unbound"),
    "inspector.corrected",
    "inspector.account_confirmed",
}
# what is never a program's, whatever its scopes
PEOPLES_OWN = {
    *("role.assigned", "login.created", "login.changed", "login.password_set", "login.password_off"),
    *("login.made_administrator", "login.second_factor_reset"),
    *("program.created", "program.changed", "program.new_secret", "program.revoked"),
    *("account.switched", "account.looks_changed", "account.retried", "limit.approved", "zones.drawn"),
    *("account.token_entered", "account.token_forgotten", "account.provisioning_changed"),
    *("inspector.absent", "inspector.leaves", "inspector.dismissed", "inspector.login_linked", "chats.adopted"),
    *("region.policy_changed", "target.set", "chat.linked", "chat.unlinked", "claim.added", "claim.removed"),
    *("login.provider_joined", "login.provider_parted", "login.own_provider_joined"),
    *("inspector.added", "inspector.invited", "inspector.invitation_revoked", "inspector.unbound"),
    "inspector.corrected",
    *("inspector.account_confirmed", "representative.account_confirmed", "representative.name_confirmed"),
    *("representative.name_refused", "company_link.made", "company_link.revoked"),
    *("invitations.exported", "organisation.succeeded"),
}
DANGEROUS = {
    *HEADS - {"adoption.cancelled", "login.sessions_ended", "region.set_up_confirmed"},
    *("chat.linked", "chat.unlinked"),
    *("houses.changed_together", "upload.confirmed", "register.imported", "representatives.imported"),
    *(
        "people.exported",
        "rights.exported",
        "invites.exported",
        "invitations.exported",
        "login.email_changed",
        "webhook.added",
        "webhook.removed",
        "webhook.secret_renewed",
    ),
    *("claim.added", "claim.removed", "login.own_provider_joined", "organisation.succeeded", "company_link.made"),
    *("representative.added", "representative.removed", "representative.invited", "representative.unbound"),
    *("representative.account_changed", "representative.account_confirmed", "representative.name_confirmed"),
    *("program.created", "program.changed", "program.new_secret", "program.revoked"),
    *("login.created", "login.changed", "login.password_set", "login.password_off"),
    *("login.made_administrator", "login.second_factor_reset"),
}
DANGEROUS -= {"inspector.added", "inspector.invitation_revoked"}  # gives and takes nothing yet
# who may read may take along; a program keeps nobody's webhooks but its own
READ_OR_OWN = {ApiScope.READ, ApiScope.WEBHOOKS}
# whoever may give may take back what was given
TAKES_BACK = {"representative.invitation_revoked"}
# whom the portal names, who gets into a chat, who signs in: what is done about them is dangerous but for these
ABOUT_PEOPLE = (
    "representative",
    "inspector",
    "representatives",
    "inspectors",
    "company_link",
    "login",
    "role",
    "claim",
)
HARMLESS = {
    "inspector.added",  # by name alone: owns nothing yet
    "inspector.invitation_revoked",
    "representative.invitation_revoked",
    "representative.name_refused",
    "company_link.revoked",
    "login.sessions_ended",
}


def somebody(role: str, region: Region) -> User:
    user = User.objects.create_user(f"{role}_{secrets.token_hex(4)}")
    match role:
        case "administrator" | "analyst":
            access.assign_role(user, Role(role))
        case "stranger":
            access.assign_role(user, Role.HEAD, Region.objects.get(pk="25"))
        case "closed":
            access.assign_role(user, Role.HEAD, region)
            User.objects.filter(pk=user.pk).update(is_active=False)
        case _:
            access.assign_role(user, Role(role), region)
    return User.objects.get(pk=user.pk)


def does(act: Act, by: User, region: Region | None) -> bool:
    try:
        access.ask(act.name, by, region)
    except Forbidden:
        return False
    return True


def test_the_rights_are_those_that_the_body_would_give() -> None:
    assert {act.name for act in ACTS.values() if act.right is Needed.MANAGE} == HEADS
    assert {act.name for act in ACTS.values() if act.dangerous} == DANGEROUS
    assert {name for name in PEOPLES_OWN if ACTS[name].scope} == set()


def test_what_is_done_about_people_is_dangerous() -> None:
    """Who names somebody, binds an account or makes a link gives official chats away."""
    about = {act for act in ACTS.values() if act.name.partition(".")[0] in ABOUT_PEOPLE}
    by_persons = {act for act in about if act.right not in (Needed.NOBODY, Needed.OWN)}
    assert {act.name for act in by_persons if not act.dangerous} == HARMLESS


@pytest.mark.parametrize("role", ROLES)
def test_every_act_asks_for_its_right(world: World, role: str) -> None:
    user = somebody(role, world.region)
    wrong = [act.name for act in ACTS.values() if does(act, user, world.region) != (role in MAY[act.right])]
    assert wrong == []


@pytest.mark.parametrize("role", ["head", "inspector", "analyst"])
def test_nobody_but_an_administrator_acts_on_the_installation(world: World, role: str) -> None:
    """Without a region there is nothing that a role in a region could allow, but reading and what is one's own."""
    user = somebody(role, world.region)
    allowed = {act.right for act in ACTS.values() if does(act, user, None)}
    assert allowed <= {Needed.OWN, Needed.VIEW}


@pytest.mark.parametrize("scope", [scope.value for scope in ApiScope])
def test_a_program_does_what_its_scope_says_and_nothing_else(world: World, scope: str) -> None:
    program = User.objects.get(pk=Caller.of(world.region, scopes=(ApiScope(scope),)).client.user_id)
    elsewhere = Region.objects.get(pk="25")
    done = {act.name for act in ACTS.values() if does(act, program, world.region)}
    assert done == {act.name for act in ACTS.values() if act.scope == scope}
    assert not done & PEOPLES_OWN
    strange = {act.name for act in ACTS.values() if does(act, program, elsewhere)}
    assert all(ACTS[name].right is Needed.OWN for name in strange)


def test_a_dangerous_act_has_a_scope_of_its_own() -> None:
    """No scope that lets a program do something harmless lets it do something dangerous as well."""
    rows = [act for act in ACTS.values() if act.scope and act.name not in TAKES_BACK]
    harmless = {act.scope for act in rows if not act.dangerous} - READ_OR_OWN
    assert not harmless & {act.scope for act in ACTS.values() if act.dangerous}


def test_a_token_narrower_than_its_program_is_obeyed(world: World) -> None:
    program = User.objects.get(pk=Caller.of(world.region).client.user_id)
    access.narrow(program, [ApiScope.READ])
    with pytest.raises(Forbidden):
        access.ask("house.demolished", program, world.region)


@pytest.mark.parametrize("name", sorted(ACTS))
def test_whoever_comes_with_a_session_is_asked_again_before_what_is_dangerous(world: World, name: str) -> None:
    """By every page alike: the question belongs to the act. Said a moment ago, it is not asked."""
    root = somebody("administrator", world.region)
    act = ACTS[name]
    with access.coming(access.Visit(proven=lambda: False)):
        if act.right is Needed.NOBODY:
            return
        if act.dangerous:
            with pytest.raises(AskAgain):
                access.ask(name, root, world.region)
        else:
            access.ask(name, root, world.region)
    with access.coming(access.Visit(proven=lambda: True)):
        access.ask(name, root, world.region)


def test_what_nobody_may_do_leaves_no_event(world: World) -> None:
    before = Event.objects.count()
    with (
        pytest.raises(Forbidden),
        audit.event("zones.drawn", by=somebody("inspector", world.region), region=world.region),
    ):
        raise AssertionError("the writer was reached")
    assert Event.objects.count() == before


def test_no_act_without_a_row_and_no_cause_that_the_row_does_not_name(world: World) -> None:
    for name, cause in (("house.painted", "paint"), ("house.demolished", "night job"), ("login.created", "command")):
        with pytest.raises(LookupError), audit.event(name, cause=cause, region=world.region):
            pass
    with audit.event("login.made_administrator", cause="make_login by root", details=audit.of_login(None)):
        pass


def recorded_names() -> set[str]:
    """Every name that the portal's code gives an event, read off the code."""
    found = set()
    for module in modules():
        names_them_all = within(module.name, "supervision.access") or module.name in NAMING
        if names_them_all or not within(module.name, "supervision"):
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in ACTS:
                found.add(node.value)
    return found


def test_no_row_stands_for_nothing() -> None:
    kept = recorded_names() | {access.MANY_HOUSES, access.PERSONAL_EXPORT}
    assert set(ACTS) - kept == set()


def test_every_act_that_is_recorded_has_a_name_for_people() -> None:
    assert set(ACTS) - set(NAMES) == {access.MANY_HOUSES, access.PERSONAL_EXPORT}

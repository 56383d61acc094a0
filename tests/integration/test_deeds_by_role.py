"""Every act as it is carried out, by every role, by programs of every cut, and by whoever did not show who they are.

The acts are those of tests/deeds.py, all that open an event; who may is told by the table of test_acts.py in words of
its own. Whoever may not leaves no row changed.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction

from supervision import access
from supervision.access import ACTS, Needed
from supervision.enums import ApiScope, Role
from supervision.errors import AskAgain, Forbidden, PortalError, Refused
from supervision.models import Event, Region
from tests.deeds import DEEDS
from tests.deeds_by_itself import BY_ITSELF
from tests.deeds_of_signing_in import OF_SIGNING_IN
from tests.integration.test_acts import MAY, ROLES
from tests.integration.test_all_or_nothing import stored
from tests.sampled import sampled
from tests.world import World

pytestmark = [pytest.mark.walk, pytest.mark.filterwarnings("ignore:No directory at")]

# done by an administrator whom the deed makes for itself, whoever the author is
BY_ANOTHER = {"actions.targets.set_target", "outgoing.endpoints.add"}
# one's own webhook tells of the regions that one sees: to whoever sees another one, nothing is told again
OF_SEEN_REGIONS = {f"outgoing.endpoints.{name}" for name in ("redeliver", "redeliver_dead", "redeliver_span")}
# what whoever signs in does with the own login: nobody's role is asked
OF_THE_OWNER = ("signin.own_forms.", "signin.own_page.", "signin.adapters.SignInAdapter.log")
# what the portal does itself, what a company or the dialog does, and what the owner of a login does with it: no author
# is handed in whose role could be asked about
OF_NO_AUTHOR = {
    *("actions.invitations.accept", "actions.invitations.decline"),
    *("actions.company_links.note_opened", "actions.company_links.send_code", "actions.company_links.confirm"),
    *("actions.nominations.name", "actions.nominations.withdraw"),
    *("actions.forgetting.forget_inspector", "actions.forgetting.forget_representative"),
    *("actions.forgetting.forget_nomination", "actions.forgetting.forget_login"),
    *("actions.provider_logins.admit", "actions.provider_logins.join_own", "actions.logins.accept"),
    *("actions.openings.close_lapsed", "linking.found_chats.match_found"),
    *("reconcile.restore.after_restore", "outgoing.endpoints.give_up"),
    *(name for name in (*OF_SIGNING_IN, *BY_ITSELF) if not name.startswith(("admin.", "api.", *OF_THE_OWNER))),
}
# a click answers by a page, of which test_access_table.py says what it is
WITH_AN_AUTHOR = [
    name
    for name in DEEDS
    if not name.startswith(("admin.", *OF_THE_OWNER)) and name not in BY_ANOTHER and name not in OF_NO_AUTHOR
]


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def become(user: User, role: str, home: Region) -> None:
    """The login that the deed's author is, from now on in this role alone; what the object remembers is forgotten."""
    for held in access.held_by(user):
        access.withdraw_role(user, Region.objects.get(pk=held.region) if held.region else None)
    User.objects.filter(pk=user.pk).update(is_superuser=False, is_active=role != "closed")
    anew(user)
    match role:
        case "administrator" | "analyst":
            access.assign_role(user, Role(role))
        case "stranger":
            access.assign_role(user, Role.HEAD, Region.objects.get(pk="25"))
        case _:
            access.assign_role(user, Role.HEAD if role == "closed" else Role(role), home)
    anew(user)


def anew(user: User) -> None:
    fresh = User.objects.get(pk=user.pk)
    user.__dict__.clear()
    user.__dict__.update(fresh.__dict__)


def done_by(author: User, act: Callable[[], Any], newest: int) -> set[str]:
    """What the deed puts on record as its author's; the portal's own doing is nobody's."""
    with taken_back():
        act()
        return set(Event.objects.filter(pk__gt=newest, by=author).values_list("name", flat=True))


def tried(act: Callable[[], Any]) -> PortalError | bool:
    """Whether anything was done, or why nothing was: nothing is left of it then."""
    before = stored()
    try:
        with taken_back():
            try:
                act()
            except PortalError:
                assert stored() == before
                raise
            return stored() != before
    except (Forbidden, AskAgain, Refused) as refusal:
        return refusal


@pytest.mark.parametrize("name", sampled(WITH_AN_AUTHOR, 3))
def test_a_deed_is_done_by_those_who_may_and_by_nobody_else(
    name: str, world: World, tmp_path: Path, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path / "stored"
    author, home = world.by, world.region
    User.objects.filter(pk=author.pk).update(is_superuser=True)
    anew(author)
    act = DEEDS[name](world, tmp_path)
    newest = Event.objects.latest("pk").pk if Event.objects.exists() else 0
    acts = [ACTS[event] for event in done_by(author, act, newest)]
    assert acts, "nothing on record as the author's: a line of OF_NO_AUTHOR, if that is right"
    wrong = []
    for role in ROLES:
        with taken_back():
            become(author, role, home)
            may = all(role in MAY[each.right] for each in acts)
            may = may and not (role == "stranger" and name in OF_SEEN_REGIONS)
            if (tried(act) is True) != may:
                wrong.append(f"{role}: {'refused' if may else 'done'}")
    anew(author)
    with access.coming(access.Visit(proven=lambda: False)):
        asked = isinstance(tried(act), AskAgain)
    if asked != any(each.dangerous for each in acts):
        wrong.append(f"asked again: {asked}")
    assert wrong == []


# what is posted again is what the program may read: without that there is nothing to do
OF_WHAT_IS_READ = tuple(f"outgoing.endpoints.{each}" for each in ("redeliver", "redeliver_dead", "redeliver_span"))


@pytest.mark.parametrize("name", sampled(WITH_AN_AUTHOR, 3, 1))
def test_a_program_does_a_deed_with_all_its_scopes_and_not_with_one_missing(
    name: str, world: World, tmp_path: Path, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path / "stored"
    author = world.by
    User.objects.filter(pk=author.pk).update(is_superuser=True)
    anew(author)
    act = DEEDS[name](world, tmp_path)
    newest = Event.objects.latest("pk").pk if Event.objects.exists() else 0
    acts = [ACTS[event] for event in done_by(author, act, newest)]
    assert acts, "nothing on record as the author's: a line of OF_NO_AUTHOR, if that is right"
    become(author, "inspector", world.region)
    needed = {str(each.scope) for each in acts if each.scope}
    beside = {str(ApiScope.READ)} if name in OF_WHAT_IS_READ else set[str]()
    access.narrow(author, needed | beside)
    assert (tried(act) is True) is all(each.scope for each in acts)
    for scope in needed:
        access.narrow(author, (needed | beside) - {scope})
        refused = tried(act)
        assert isinstance(refused, Forbidden) or (refused is not True and beside), scope


@pytest.mark.parametrize("name", sorted(OF_NO_AUTHOR))
def test_what_has_no_author_is_the_portal_s_own_doing_or_the_owner_s(
    name: str, world: World, tmp_path: Path, settings: Any
) -> None:
    """Whoever is at work meanwhile: nothing of it is theirs, and each act says who else may be the cause of it."""
    settings.MEDIA_ROOT = tmp_path / "stored"
    User.objects.filter(pk=world.by.pk).update(is_superuser=True)
    anew(world.by)
    act = DEEDS[name](world, tmp_path)
    newest = Event.objects.latest("pk").pk if Event.objects.exists() else 0
    act()
    events = list(Event.objects.filter(pk__gt=newest))
    assert events
    for event in events:
        assert event.by != world.by
        assert ACTS[event.name].causes if event.by is None else ACTS[event.name].right is Needed.OWN


@pytest.mark.parametrize("name", [name for name in DEEDS if name.startswith(OF_THE_OWNER)])
def test_what_whoever_signs_in_does_with_the_own_login_is_theirs_whatever_their_role(
    name: str, world: World, tmp_path: Path, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path / "stored"
    act = DEEDS[name](world, tmp_path)
    newest = Event.objects.latest("pk").pk if Event.objects.exists() else 0
    become(world.by, "analyst", world.region)
    act()
    events = list(Event.objects.filter(pk__gt=newest))
    assert {event.by for event in events} == {world.by}
    assert {ACTS[event.name].right for event in events} == {Needed.OWN}

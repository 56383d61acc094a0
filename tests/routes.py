"""How each act is reached: by a page, by the interface, by a file, by a command, or not, and why not.

A NEW ACT? One line of ROUTES. A page is a form of the tests/routes_of_*.py; an operation of the interface is named as
OpenAPI names it, and has its right call in tests/example_calls.py or tests/routes_of_interface.py; a kind of file is
named as registry/sources/kinds.py names it. They are played in tests/integration/test_acts_by_page.py,
test_acts_by_interface.py and test_acts_by_file_and_command.py by whoever may and by everybody who may not.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from supervision import access
from tests import routes_of_chats as chats
from tests import routes_of_files as files
from tests import routes_of_houses as houses
from tests import routes_of_logins as logins
from tests import routes_of_people as people
from tests.routes_of_files import Command
from tests.seats import Page


@dataclass(frozen=True, slots=True)
class NoWay:
    """Why the act is not reached like this."""

    because: str


@dataclass(frozen=True, slots=True)
class Row:
    """`least` may do it on the page, where that is not the least role which the act's right names. Of `own_rows` the
    page is everybody's: whoever may not do it here does it with their own region's rows, or for themselves alone.
    """

    page: Page | NoWay
    interface: tuple[str, ...] | NoWay
    file: tuple[str, ...] | NoWay
    command: Command | NoWay
    least: str = ""
    own_rows: bool = False


PEOPLE_ALONE = NoWay("the act has no scope: a program never does it")
NOT_OFFERED = NoWay("no operation does it")
NO_PAGE = NoWay("no page does it")
NO_FILE = NoWay("no kind of file says it")
NO_COMMAND = NoWay("no command does it")
IN_A_FILE = NoWay("people bring it in a file, which the page of uploads takes")
BESIDE = NoWay("asked beside the act's own row, and no event of its own (test_many_at_once.py, test_step_up.py)")
AT_THE_DOOR = NoWay("signing in and out, where nobody is known yet (test_signing_in.py, test_login_links.py)")
DEMO = NoWay("load_demo joins the logins of an invented region, on one's own machine alone (test_demo.py)")
BY_COMPANY = NoWay("a company does it on its own page by its link, without a login (test_company_page.py)")
IN_A_DIALOG = NoWay("somebody does it in a dialog with the bot (test_people_come.py)")
BY_ITSELF = NoWay("the portal does it itself")
CONFIRMED = tuple(f"imports_uploads_confirm{of}" for of in ("", ": inspectors", ": representatives"))


def by_page(
    page: Page,
    interface: tuple[str, ...] | NoWay = PEOPLE_ALONE,
    *,
    command: Command | NoWay = NO_COMMAND,
    file: tuple[str, ...] | NoWay = NO_FILE,
    least: str = "",
    own_rows: bool = False,
) -> Row:
    return Row(page, interface, file, command, least, own_rows)


def not_by_page(
    why: NoWay,
    interface: tuple[str, ...] | NoWay = PEOPLE_ALONE,
    *,
    file: tuple[str, ...] | NoWay = NO_FILE,
    command: Command | NoWay = NO_COMMAND,
) -> Row:
    return Row(why, interface, file, command)


def nobody_s(why: NoWay, command: Command | NoWay = NO_COMMAND) -> Row:
    return Row(why, PEOPLE_ALONE, NO_FILE, command)


ROUTES: Mapping[str, Row] = {
    # houses, companies and who manages what
    "house.corrected": by_page(houses.correct, NOT_OFFERED),
    "house.demolished": by_page(houses.demolish, ("houses_demolish",)),
    "house.restored": by_page(houses.restore, ("houses_restore",)),
    "house.merged": by_page(houses.merge),
    "organisation.added": not_by_page(NO_PAGE, ("organisations_create",)),
    "organisation.changed": not_by_page(NO_PAGE, ("organisations_change",)),
    "organisation.succeeded": by_page(houses.succeed),
    "period.replaced": by_page(houses.replaced(), ("management_periods_create", "management_periods_bulk")),
    "period.ended": by_page(houses.replaced(nobody="on"), ("management_periods_end",)),
    "period.excluded": not_by_page(NO_PAGE, ("management_periods_exclude",)),
    "period.cancelled": not_by_page(NO_PAGE, ("management_periods_cancel",)),
    "operation.undone": by_page(houses.undo, ("operations_undo",)),
    access.MANY_HOUSES: not_by_page(BESIDE, BESIDE),
    # who owns chats
    "houses.assigned": by_page(houses.give_houses, ("houses_change",)),
    "organisation.assigned": by_page(houses.give_company, ("organisations_change: owner",)),
    "zones.drawn": by_page(houses.draw),
    "inspector.absent": by_page(houses.absent),
    "absence.changed": by_page(houses.other_leave),
    "absence.ended": by_page(houses.end),
    "absence.cancelled": by_page(houses.call_off),
    "inspector.leaves": by_page(houses.leave),
    "inspector.dismissed": by_page(houses.dismiss),
    "inspector.login_linked": by_page(logins.join, command=DEMO),
    "region.policy_changed": by_page(chats.policy),
    "region.set_up_confirmed": by_page(chats.set_up),
    # companies' people
    "representative.added": by_page(people.add, ("representatives_create", "representatives_account")),
    "representative.removed": by_page(people.remove, ("representatives_remove", "representatives_account")),
    "representative.account_changed": by_page(people.other_account, ("representatives_account",)),
    "representative.invited": by_page(people.invite, ("invitations_create",)),
    "representative.invitation_revoked": by_page(people.revoke, ("invitations_revoke",)),
    "representative.known": nobody_s(IN_A_DIALOG),
    "representative.account_confirmed": by_page(people.confirm),
    "representative.named": nobody_s(BY_COMPANY),
    "representative.name_withdrawn": nobody_s(BY_COMPANY),
    "representative.name_confirmed": by_page(people.confirm_name),
    "representative.name_refused": by_page(people.refuse_name),
    "company_link.made": by_page(people.issue),
    "company_link.revoked": by_page(people.withdraw),
    "company_link.opened": nobody_s(BY_COMPANY),
    "company_link.code_sent": nobody_s(BY_COMPANY),
    "company_link.confirmed": nobody_s(BY_COMPANY),
    "representative.unbound": by_page(people.unbind),
    "inspector.added": by_page(people.new_inspector),
    "inspector.invited": by_page(people.invite_inspector),
    "inspector.invitation_revoked": by_page(people.revoke_inspector),
    "inspector.known": nobody_s(IN_A_DIALOG),
    "inspector.account_confirmed": by_page(people.confirm_inspector),
    "inspector.unbound": by_page(people.unbind_inspector),
    "invitation.answered": nobody_s(IN_A_DIALOG),
    "invitation.declined": nobody_s(IN_A_DIALOG),
    "codes.guessed": nobody_s(IN_A_DIALOG),
    # files
    "upload.taken": by_page(houses.taken, ("imports_create",)),
    "upload.read_again": by_page(houses.again, NOT_OFFERED),
    "upload.cancelled": by_page(houses.give_up, ("imports_uploads_cancel",)),
    "upload.confirmed": by_page(houses.apply, CONFIRMED),
    "register.imported": not_by_page(
        IN_A_FILE,
        ("imports_uploads_confirm",),
        file=("frt_houses", "frt_organisations", "licences", "housing_stock"),
        command=files.import_registry,
    ),
    "import.undone": by_page(houses.imported, command=files.undo_import),
    "representatives.imported": not_by_page(
        IN_A_FILE,
        ("imports_uploads_confirm: representatives",),
        file=("representatives",),
        command=files.importing("representatives"),
    ),
    "inspectors.imported": not_by_page(
        IN_A_FILE,
        ("imports_uploads_confirm: inspectors",),
        file=("inspectors",),
        command=files.importing("inspectors"),
    ),
    "chats.adopted": by_page(houses.adoption("apply"), file=("chats",), command=files.adopt_chats),
    "adoption.cancelled": by_page(houses.adoption("cancel")),
    # chats and their messenger
    "chat.frozen": by_page(chats.freeze, ("chats_freeze",)),
    "chat.thawed": by_page(chats.thaw, ("chats_thaw",)),
    "chat.told_apart": by_page(chats.tell_apart),
    "chat.push_requested": by_page(chats.push, ("chats_push", "sync_requests_create: push")),
    "chat.look_requested": by_page(chats.look, ("chats_look", "sync_requests_create")),
    "chat.linked": by_page(chats.link),
    "chat.unlinked": by_page(chats.unlink),
    "chat.changed_by_hand": nobody_s(BY_ITSELF),
    "comment.written": by_page(chats.write),
    "comment.taken_back": by_page(chats.take_back),
    "order.said_done": by_page(chats.say_done),
    "order.handed": by_page(chats.hand),
    "limit.approved": by_page(chats.approve, command=files.approve),
    "run.held": nobody_s(BY_ITSELF),
    "run.released": nobody_s(BY_ITSELF),
    "account.retried": by_page(chats.retry, command=files.retry),
    "account.switched": by_page(chats.switch),
    "account.token_entered": by_page(chats.token),
    "account.token_forgotten": by_page(chats.forget_token),
    "account.looks_changed": by_page(chats.looks),
    # logins, programs, the installation
    "login.created": by_page(logins.new),
    "login.link_made": by_page(logins.link),
    "login.sessions_ended": by_page(logins.sessions),
    "login.switched": by_page(logins.switch),
    "login.changed": by_page(logins.change),
    "login.email_changed": by_page(logins.change),
    "login.password_set": by_page(logins.password, command=files.made_on_the_server),
    "login.made_administrator": not_by_page(NO_PAGE, command=files.made_on_the_server),
    "login.second_factor_reset": by_page(logins.factor),
    "role.assigned": by_page(logins.give, command=files.assign_role),
    "role.withdrawn": by_page(logins.withdraw, command=files.withdraw_role),
    "login.provider_joined": by_page(logins.provider),
    "login.provider_parted": by_page(logins.part),
    "login.opening_closed": nobody_s(BY_ITSELF),
    "claim.added": by_page(logins.add_rule),
    "claim.removed": by_page(logins.remove_rule),
    "claim.not_followed": nobody_s(AT_THE_DOOR),
    "program.created": by_page(logins.new_program),
    "program.changed": by_page(logins.change_program),
    "program.new_secret": by_page(logins.new_secret),
    "program.revoked": by_page(logins.revoke_program),
    "target.set": by_page(logins.set_target),
    "target.changed": by_page(logins.change_target),
    "target.removed": by_page(logins.remove_target),
    "installation.restored": nobody_s(BY_ITSELF, files.after_restore),
    "record.segment_removed": nobody_s(NO_PAGE, files.remove_segments),
    "record.words_erased": nobody_s(NO_PAGE, files.remove_old_records),
    "person.forgotten": nobody_s(BY_ITSELF),
    # what a login does about itself
    "login.done": not_by_page(AT_THE_DOOR),
    "login.ended": not_by_page(AT_THE_DOOR),
    **dict.fromkeys(("login.failed", "login.code_failed", "login.guessed"), nobody_s(AT_THE_DOOR)),
    "login.unknown_to_claims": nobody_s(AT_THE_DOOR),
    "login.ended_by_provider": nobody_s(AT_THE_DOOR),
    "login.own_provider_joined": not_by_page(AT_THE_DOOR),
    "login.link_used": not_by_page(AT_THE_DOOR),
    "login.password_changed": by_page(logins.own_password),
    "login.own_sessions_ended": by_page(logins.own_sessions),
    "login.recovery_codes": by_page(logins.own_codes),
    "login.second_factor_on": by_page(logins.second_factor),
    "login.second_factor_off": by_page(logins.factor_off),
    "filter.kept": by_page(chats.keep),
    "filter.shared": by_page(chats.share, own_rows=True),
    "filter.unshared": by_page(chats.unshare),
    "columns.chosen": by_page(chats.columns),
    "webhook.added": not_by_page(NO_PAGE, ("webhooks_create",)),
    "webhook.changed": not_by_page(NO_PAGE, ("webhooks_change: events",)),
    "webhook.switched": by_page(chats.switch_off, ("webhooks_change",)),
    "webhook.removed": by_page(chats.remove_webhook, ("webhooks_remove",)),
    "webhook.tested": not_by_page(NO_PAGE, ("webhooks_test",)),
    "webhook.redelivered": by_page(chats.send_again, ("webhooks_redeliver", "webhooks_deliveries_redeliver")),
    "webhook.secret_renewed": by_page(chats.new_secret_of_webhook, ("webhooks_rotate_secret",)),
    "webhook.given_up": nobody_s(BY_ITSELF),
    # what leaves the portal
    access.PERSONAL_EXPORT: not_by_page(BESIDE, BESIDE),
    "list.exported": by_page(chats.list_file, ("houses_export", "representatives_export"), own_rows=True),
    "work_orders.exported": by_page(chats.orders_file, own_rows=True),
    "operation.exported": by_page(houses.taken_along),
    "rights.exported": by_page(logins.rights, least="head", own_rows=True),
    "report.exported": by_page(chats.report_file, ("reports_retrieve",), own_rows=True),
    "upload.issues_exported": by_page(houses.remarks),
    "invites.exported": by_page(people.links),
    "invitations.exported": by_page(people.slips),
    "posters.printed": by_page(chats.poster),
}

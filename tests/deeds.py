"""How each function that puts something on record is called, on a small world of its own.

A NEW ACTION? One line of DEEDS: what has to be there before, and the call, which is made again and again.
"""

from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any, cast

from django.core.files.base import ContentFile
from django.utils import timezone

from supervision.actions import (
    absences,
    accounts,
    bot_tokens,
    chats,
    claimed_roles,
    companies,
    demolition,
    dismissals,
    house_corrections,
    inspectors,
    logins,
    management_periods,
    merging,
    openings,
    operations,
    programs,
    provider_logins,
    regions,
    roles,
    set_up,
    succession,
    targets,
    uploads,
    zones,
)
from supervision.actions.absences import Leave
from supervision.actions.period_changes import PeriodChange
from supervision.enums import ApiScope, HeardEvent, OrganisationKind, Provisioning, Role, SetUpWord, UploadState
from supervision.imports import importer
from supervision.imports.requests import ImportRequest
from supervision.imports.undoing import story as undoing
from supervision.linking import adoption as adoptions
from supervision.linking import found_chats, linking
from supervision.messenger.port import BotView
from supervision.models import (
    ApiClient,
    Chat,
    FoundChat,
    House,
    ImportRun,
    Inspector,
    ManagementPeriod,
    Operation,
    Organisation,
)
from supervision.outgoing import endpoints
from supervision.reconcile import restore
from tests.deed_calls import Call, Deed, on, post
from tests.deed_scenes import (
    WHO,
    WHY,
    absence,
    chat,
    coming,
    dead,
    endpoint,
    found_chat,
    goal,
    house,
    inspector,
    invited,
    joined,
    lapsed,
    linked,
    listed,
    other_company,
    planned,
    program,
    rule_of_claims,
    target,
    tomorrow,
    upload,
)
from tests.deeds_at_work import OF_PEOPLE_AT_WORK
from tests.deeds_by_itself import BY_ITSELF
from tests.deeds_of_people import OF_PEOPLE
from tests.deeds_of_signing_in import OF_SIGNING_IN
from tests.frt_files import houses_file, street
from tests.world import World


def acting(w: World) -> ManagementPeriod:
    return house(w).periods.get()


def demolished(w: World) -> House:
    gone = house(w)
    demolition.demolish(house=gone, by=w.by, reason=WHY)
    return House.objects.get(pk=gone.pk)


def operation(w: World) -> object:
    return operations.replace_company(
        houses=[house(w)], organisation=other_company(w), since=tomorrow(w), by=w.by, reason=WHY
    )


def frozen(w: World) -> Chat:
    w.freeze(house(w), WHY)
    return Chat.objects.get()


def beat(w: World) -> dict[int, zones.Beat]:
    return {Inspector.objects.earliest("pk").pk: zones.Beat(frozenset([w.city().pk]))}


def two_records(w: World, folder: Path) -> Call:
    """Each with a chat in the messenger, the second with a company of its own and a fact that the first lacks."""
    stays = house(w)
    goes = w.house("г. Омск, улица Мира, дом 1", other_company(w), since=date(2024, 1, 1), flats=60)
    w.push()
    return lambda: merging.merge(stays=stays, goes=goes, by=w.by, reason=WHY, chat_of=goes)


def undone(w: World, folder: Path) -> Call:
    importer.apply(ImportRequest(houses_file(folder, street(2))), by=w.by)
    run = ImportRun.objects.select_related("region").get()
    return lambda: undoing.undo(run, by=w.by, reason=WHY)


def succeeded(w: World, folder: Path) -> Call:
    successor = planned(w).organisation
    former = Organisation.objects.get(name="ООО «Старая»")
    w.representative(former, "Петров")
    assert successor is not None
    return lambda: succession.carry_over(predecessor=former, successor=successor, by=w.by, reason=WHY)


def sent(w: World, folder: Path) -> Call:
    change = PeriodChange(house(w).pk, other_company(w).pk, w.today)
    return lambda: management_periods.replace_as_sent(
        houses=list(House.objects.select_related("region")), changes=[change], by=w.by
    )


def leaving(w: World, folder: Path) -> Call:
    house(w)
    leave = Leave(w.inspector("Петров"), reason=WHY, ends_in_dismissal=True)
    owner = w.inspector("Иванова")
    return lambda: dismissals.leave_for_good(inspector=owner, since=tomorrow(w), leave=leave, by=w.by)


def another_leave(w: World, folder: Path) -> Call:
    away, leave = absence(w), Leave(w.inspector("Сидоров"), reason=WHY)
    return lambda: absences.change(absence=away, leave=leave, until=None, by=w.by)


def import_houses(w: World, folder: Path) -> Call:
    file = houses_file(folder, street(2))
    return lambda: importer.apply(ImportRequest(file), by=w.by)


def by_hand(w: World, folder: Path) -> Call:
    number = found_chat(w)
    return lambda: linking.link_by_hand(Chat.objects.get(), str(number), by=w.by, reader=w.messenger)


def found(w: World, folder: Path) -> Call:
    found_chat(w)
    return lambda: found_chats.match_found(w.account(), w.messenger)


def seen(w: World) -> FoundChat:
    """A chat that the bot was added to, looked at and not linked."""
    return FoundChat.objects.create(
        region=w.region, messenger_id=-77, found_at=timezone.now(), read_at=timezone.now(), remark="Дом"
    )


def managing(w: World) -> Organisation | None:
    return house(w).periods.get().organisation


def revoked(w: World, folder: Path) -> Call:
    made = program(w)
    return lambda: programs.revoke(ApiClient.objects.get(pk=made.pk), by=w.by)  # read anew: it keeps when it was


def described(w: World, folder: Path) -> Call:
    login = invited(w)
    login.email = "new@example.org"
    return partial(logins.describe, login, ["email"], by=w.by)


def poster(w: World, folder: Path) -> Call:
    return post(w, f"/admin/supervision/chat/{linked(w).pk}/poster/")


LOOKS: dict[str, Any] = {"share_percent": 20, "every_days": 2, "with_webhooks_days": 3}
NEW_FACTS = companies.CompanyFacts(OrganisationKind.COMPANY, "ООО «Новая»")


def span(w: World, folder: Path) -> Call:
    now, endpoint = timezone.now(), dead(w).endpoint
    day = timedelta(days=1)
    return partial(endpoints.redeliver_span, endpoint, since=now - day, until=now + day, by=w.by)


def confirmed_by_a_head(w: World, folder: Path) -> Call:
    return partial(accounts.approve_decided, cast(Operation, operation(w)), by=w.by)


DEEDS: dict[str, Deed] = {
    **OF_PEOPLE,
    **OF_SIGNING_IN,
    **BY_ITSELF,
    "actions.absences.change": another_leave,
    "actions.absences.end": on(absence, absences.end, "absence", reason=WHY),
    "actions.accounts.approve": on(World.account, accounts.approve, reason=WHY),
    "actions.accounts.retry": on(World.account, accounts.retry),
    "actions.accounts.set_provisioning": on(
        World.account, accounts.set_provisioning, way=Provisioning.MANUAL, reason=WHY
    ),
    "actions.accounts.set_looks": on(World.account, accounts.set_looks, reason=WHY, **LOOKS),
    "actions.accounts.switch": on(World.account, accounts.switch, on=False, reason=WHY),
    "actions.bot_tokens.enter": on(World.account, bot_tokens.enter, token="emulator-another", bot=BotView(77, "Бот")),
    "actions.bot_tokens.forget": on(World.account, bot_tokens.forget),
    **OF_PEOPLE_AT_WORK,
    "actions.chats.attend": on(lambda w: [chat(w)], chats.attend, push=True),
    "actions.chats.freeze": on(chat, chats.freeze, reason=WHY),
    "actions.chats.look_now": on(chat, chats.look_now),
    "actions.chats.push_now": on(chat, chats.push_now),
    "actions.chats.tell_apart": on(chat, chats.tell_apart, words="корпус 2"),
    "actions.chats.thaw": on(frozen, chats.thaw),
    "actions.claimed_roles.add_rule": lambda w, folder: lambda: rule_of_claims(w),
    "actions.claimed_roles.remove_rule": on(rule_of_claims, claimed_roles.remove_rule, "rule", reason=WHY),
    "actions.provider_logins.admit": coming,
    "actions.provider_logins.join": on(invited, provider_logins.join, "login", who=WHO, reason=WHY),
    "actions.provider_logins.join_own": lambda w, folder: partial(provider_logins.join_own, login=invited(w), who=WHO),
    "actions.provider_logins.part": on(joined, provider_logins.part, "login", reason=WHY),
    "actions.companies.add": on(lambda w: w.region, companies.add, "region", facts=NEW_FACTS),
    "actions.companies.change": on(other_company, companies.change, "organisation", facts={"name": "ООО «Иная»"}),
    "actions.demolition.demolish": on(house, demolition.demolish, "house", reason=WHY),
    "actions.demolition.restore": on(demolished, demolition.restore, "house", reason=WHY),
    "actions.management_periods.end_all": on(
        lambda w: [house(w)], management_periods.end_all, "houses", until=tomorrow, reason=WHY
    ),
    "actions.dismissals.leave_for_good": leaving,
    "actions.house_corrections.correct": on(
        house, house_corrections.correct, "house", values={"flats": 12, "kind": "blocked"}, reason=WHY
    ),
    "actions.merging.merge": two_records,
    "actions.management_periods.cancel_planned": on(planned, management_periods.cancel_planned, "period", reason=WHY),
    "actions.management_periods.end": on(acting, management_periods.end, "period", until=tomorrow, reason=WHY),
    "actions.management_periods.exclude": on(
        lambda w: [acting(w)], management_periods.exclude, "periods", on=tomorrow, reason=WHY
    ),
    "actions.management_periods.replace": on(
        lambda w: [house(w)],
        management_periods.replace,
        "houses",
        organisation=other_company,
        since=tomorrow,
    ),
    "actions.operations.undo": on(operation, operations.undo, "operation", reason=WHY),
    "actions.inspectors.add": on(lambda w: w.region, inspectors.add, "region", full_name="Новая"),
    "actions.inspectors.correct": on(
        inspector, inspectors.correct, "inspector", full_name="Иванова Анна", position="инспектор"
    ),
    "actions.inspectors.assign_houses": on(
        lambda w: [house(w)], inspectors.assign_houses, "houses", inspector=inspector
    ),
    "actions.inspectors.assign_organisation": on(
        lambda w: house(w).periods.get().organisation,
        inspectors.assign_organisation,
        "organisation",
        inspector=inspector,
    ),
    "actions.inspectors.dismiss": on(inspector, inspectors.dismiss, "inspector", on=lambda w: w.today, reason=WHY),
    "actions.absences.substitute": on(
        lambda w: house(w) and inspector(w),
        absences.substitute,
        "inspector",
        substitute=lambda w: w.inspector("Петров"),
        since=tomorrow,
        until=None,
    ),
    "actions.programs.change": on(program, programs.change, scopes=[ApiScope.READ], requests_per_minute=5),
    "actions.programs.create": lambda w, folder: lambda: program(w),
    "actions.programs.new_secret": on(program, programs.new_secret),
    "actions.programs.revoke": revoked,
    "actions.regions.change_policy": on(
        lambda w: house(w).region, regions.change_policy, values={"handover_days": 9}, reason=WHY
    ),
    "actions.set_up.confirm": on(lambda w: w.region, set_up.confirm, step=SetUpWord.POLICY),
    "actions.management_periods.replace_as_sent": sent,
    "actions.logins.accept": lambda w, folder: partial(
        logins.accept, logins.send_new_link(login=invited(w), by=w.by), "верблюд сачок", address="::1"
    ),
    "actions.openings.close_lapsed": lambda w, folder: partial(openings.close_lapsed, lapsed(w)),
    "actions.logins.end_sessions": on(invited, logins.end_sessions, "login"),
    "actions.logins.invite": lambda w, folder: lambda: invited(w),
    "actions.logins.join_inspector": on(invited, logins.join_inspector, "login", inspector=inspector),
    "actions.logins.send_new_link": on(invited, logins.send_new_link, "login"),
    "actions.logins.set_by_another": lambda w, folder: partial(logins.set_by_another, invited(w), w.by),
    "actions.logins.describe": described,
    "actions.logins.switch_off_password": lambda w, folder: partial(logins.switch_off_password, invited(w), w.by),
    "actions.logins.switch": on(invited, logins.switch, "login", on=False),
    "actions.logins.take_second_factor": on(invited, logins.take_second_factor, "login"),
    "actions.roles.give": on(invited, roles.give, "login", role=Role.HEAD, region=lambda w: w.region),
    "actions.roles.withdraw": on(invited, roles.withdraw, "login", region=lambda w: w.region),
    "actions.succession.carry_over": succeeded,
    "actions.targets.change_target": on(target, targets.change_target, goal=lambda w: goal(95)),
    "actions.targets.remove_target": on(target, targets.remove_target),
    "actions.targets.set_target": lambda w, folder: lambda: target(w),
    "actions.uploads.cancel": on(lambda w: upload(w, UploadState.READ), uploads.cancel),
    "actions.uploads.confirm": on(lambda w: upload(w, UploadState.READ), uploads.confirm, seen="seen"),
    "actions.uploads.read_again": on(lambda w: upload(w, UploadState.READ), uploads.read_again),
    "actions.uploads.take": lambda w, folder: lambda: uploads.take(w.region, ContentFile(b"a;b", "a.csv"), by=w.by),
    "actions.zones.draw": on(lambda w: house(w).region, zones.draw, "region", wanted=beat, reason=WHY),
    "admin.houses.posters.sheets": poster,
    "admin.lists.exporting.recorded_file": lambda w, folder: post(w, "/admin/supervision/house/export/csv/"),
    "imports.source.Source.event": import_houses,
    "imports.undoing.story.undo": undone,
    "linking.adoption.applying.apply": lambda w, folder: partial(adoptions.apply, listed(w, folder), by=w.by),
    "linking.adoption.applying.cancel": lambda w, folder: partial(adoptions.cancel, listed(w, folder), by=w.by),
    "linking.linking.link_by_hand": by_hand,
    "linking.found_chats.match_found": found,
    "linking.found_chats.read_again": on(seen, found_chats.read_again),
    "linking.linking.unlink": on(linked, linking.unlink, reason=WHY),
    "reconcile.restore.after_restore": lambda w, folder: partial(restore.after_restore, cause="noticed by the portal"),
    "outgoing.endpoints.add": lambda w, folder: lambda: endpoint(w),
    "outgoing.endpoints.change_events": on(endpoint, endpoints.change_events, events=HeardEvent.values[:1]),
    "outgoing.endpoints.give_up": lambda w, folder: partial(endpoints.give_up, endpoint(w), why=WHY),
    "outgoing.endpoints.redeliver": on(dead, endpoints.redeliver),
    "outgoing.endpoints.redeliver_dead": on(lambda w: dead(w).endpoint, endpoints.redeliver_dead),
    "outgoing.endpoints.redeliver_span": span,
    "outgoing.endpoints.remove": on(endpoint, endpoints.remove),
    "outgoing.endpoints.renew_secret": on(endpoint, endpoints.renew_secret),
    "outgoing.endpoints.send_test": on(endpoint, endpoints.send_test),
    "outgoing.endpoints.switch": on(endpoint, endpoints.switch, on=False),
    "actions.accounts.approve_decided": confirmed_by_a_head,
}

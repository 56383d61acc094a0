"""How each function that puts something on record is called, on a small world of its own.

A NEW ACTION? One line of DEEDS: what has to be there before, and the call, which is made again and again.
"""

import functools
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from supervision.actions import (
    absences,
    accounts,
    chats,
    companies,
    demolition,
    ends_of_management,
    house_corrections,
    management_periods,
    operations,
    people,
    programs,
    regions,
    representatives,
    sent_changes,
    targets,
    uploads,
    zones,
)
from supervision.actions.management_periods import DatedChange
from supervision.actions.people import Leave
from supervision.enums import ApiScope, DeliveryState, HeardEvent, OrganisationKind, TargetFigure, UploadState
from supervision.imports import importer, people_importer, rosters
from supervision.imports.requests import ImportRequest
from supervision.linking import adoption as adoptions
from supervision.linking import linking
from supervision.models import (
    Absence,
    Adoption,
    ApiClient,
    Chat,
    FoundChat,
    House,
    Inspector,
    ManagementPeriod,
    Organisation,
    Representative,
    Target,
    Upload,
    WebhookDelivery,
    WebhookEndpoint,
    WorkOrder,
)
from supervision.outgoing import endpoints
from tests.frt_files import houses_file, street, written
from tests.world import TOKEN, World

Call = Callable[[], object]
Deed = Callable[[World, Path], Call]
WHY, ADDRESS, URL = "Приказ 8", "г. Омск, ул. Мира, д. 1", "http://127.0.0.1:9/heard"


def house(w: World) -> House:
    w.inspector("Инспектор 1")
    return w.house(ADDRESS, w.company("ООО «Старая»"))


def chat(w: World) -> Chat:
    return w.chat(house(w))


def linked(w: World) -> Chat:
    found = house(w)
    w.push()
    return w.chat(found)


def found_chat(w: World) -> int:
    """Somebody has made the chat that an order asks for; gives its id."""
    w.connect(w.transport, mode="manual")
    asked = chat(w)
    w.push()
    WorkOrder.objects.filter(chat=asked).update(title=ADDRESS)
    made = w.emulator.people.create_chat(owner_id=Inspector.objects.earliest("pk").messenger_id or 0, title=ADDRESS)
    w.emulator.people.add_bot(made.chat_id, TOKEN)
    FoundChat.objects.create(region=w.region, messenger_id=made.chat_id, found_at=timezone.now())
    return made.chat_id


def listed(w: World, folder: Path) -> Adoption:
    number = found_chat(w)
    guid = House.objects.get().fias_guid
    adoption = adoptions.start(written(folder / "chats.csv", f"ФИАС GUID;Чат\n{guid};{number}"), w.region, by=w.by)
    while adoptions.read_some(adoption, w.messenger):
        continue
    return adoption


def tomorrow(w: World) -> date:
    return w.today + timedelta(days=1)


def absence(w: World) -> Absence:
    house(w)
    away, other = w.inspector("Иванова"), w.inspector("Петров")
    return people.substitute(inspector=away, substitute=other, since=tomorrow(w), until=None, by=w.by)


def planned(w: World) -> ManagementPeriod:
    passed = house(w)
    new = w.company("ООО «Новая»")
    management_periods.replace(house=passed, organisation=new, since=tomorrow(w), by=w.by)
    return passed.periods.latest("since")


def upload(w: World, state: UploadState) -> Upload:
    stored = uploads.take(w.region, ContentFile(b"a;b", "a.csv"), by=w.by)
    report = {"digest": "seen", "refusal": "", "can_be_approved": False}
    Upload.objects.filter(pk=stored.pk).update(state=state, report=report)
    return Upload.objects.get()


def program(w: World) -> ApiClient:
    return programs.create(name="ГИС", regions=[w.region], scopes=list(ApiScope), requests_per_minute=60, by=w.by)[0]


def endpoint(w: World) -> WebhookEndpoint:
    return endpoints.add(user=w.by, url=URL, events=HeardEvent.values, by=administrator(w))[0]


def dead(w: World) -> WebhookDelivery:
    known = {"endpoint": endpoint(w), "event": "chat.changed", "region": w.region, "message_id": "1", "object_id": 1}
    return WebhookDelivery.objects.create(
        **known, payload={}, state=DeliveryState.DEAD, attempts=9, not_before=timezone.now()
    )


def administrator(w: World) -> User:
    w.by.is_superuser = w.by.is_staff = True
    w.by.save()
    return w.by


def goal(percent: int) -> targets.Goal:
    return targets.Goal(TargetFigure.values[0], date(2027, 1, 1), None, Decimal(percent), WHY)


def target(w: World) -> Target:
    return targets.set_target(goal(90), by=administrator(w))


def post(w: World, path: str) -> Call:
    """A click of an administrator's."""
    client = Client()
    client.force_login(administrator(w))
    return lambda: client.post(path)


def on(make: Callable[[World], object], act: Callable[..., object], name: str = "", **given: object) -> Deed:
    """`act` on what `make` has made (its parameter `name`, or the first), by the world's head."""

    def deed(w: World, folder: Path) -> Call:
        made = make(w)
        values = {key: value(w) if callable(value) else value for key, value in given.items()}
        return lambda: act(**{name: made}, by=w.by, **values) if name else act(made, by=w.by, **values)

    return deed


def inspector(w: World) -> Inspector:
    return w.inspector("Иванова", zone=False)


def other_company(w: World) -> Organisation:
    return w.company("ООО «Новая»")


def representative(w: World) -> Representative:
    return w.representative(w.company("ООО «Одна»"), "Представитель")


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


def sent(w: World, folder: Path) -> Call:
    change = DatedChange(house(w).pk, other_company(w).pk, w.today)
    return lambda: sent_changes.take(houses=list(House.objects.select_related("region")), changes=[change], by=w.by)


def leaving(w: World, folder: Path) -> Call:
    house(w)
    leave = Leave(w.inspector("Петров"), reason=WHY, ends_in_dismissal=True)
    owner = w.inspector("Иванова")
    return lambda: absences.leave_for_good(inspector=owner, since=tomorrow(w), leave=leave, by=w.by)


def another_leave(w: World, folder: Path) -> Call:
    away, leave = absence(w), Leave(w.inspector("Сидоров"), reason=WHY)
    return lambda: absences.change(absence=away, leave=leave, until=None, by=w.by)


def import_houses(w: World, folder: Path) -> Call:
    file = houses_file(folder, street(2))
    return lambda: importer.apply(ImportRequest(file), by=w.by)


def import_people(w: World, folder: Path) -> Call:
    file = written(folder / "people.csv", "ФИО;Должность;ID в MAX;Муниципальные образования\nИванов И.;;1;все\n")
    return lambda: people_importer.apply(file, "55", by=w.by)


def by_hand(w: World, folder: Path) -> Call:
    number = found_chat(w)
    return lambda: linking.link_by_hand(Chat.objects.get(), str(number), by=w.by, reader=w.messenger)


def found(w: World, folder: Path) -> Call:
    found_chat(w)
    return lambda: linking.match_found(w.account(), w.messenger)


def command(w: World, folder: Path, *words: str) -> Call:
    chat(w)
    return lambda: call_command(*words, stdout=StringIO())


def poster(w: World, folder: Path) -> Call:
    return post(w, f"/admin/supervision/chat/{linked(w).pk}/poster/")


LOOKS: dict[str, Any] = {"share_percent": 20, "every_days": 2, "with_webhooks_days": 3}
NEW_FACTS = companies.CompanyFacts(OrganisationKind.COMPANY, "ООО «Новая»")
DEEDS: dict[str, Deed] = {
    "actions.absences.change": another_leave,
    "actions.absences.end": on(absence, absences.end, "absence", reason=WHY),
    "actions.absences.leave_for_good": leaving,
    "actions.accounts.approve": on(World.account, accounts.approve, reason=WHY),
    "actions.accounts.retry": on(World.account, accounts.retry),
    "actions.accounts.set_looks": on(World.account, accounts.set_looks, reason=WHY, **LOOKS),
    "actions.accounts.switch": on(World.account, accounts.switch, on=False, reason=WHY),
    "actions.chats.attend": on(lambda w: [chat(w)], chats.attend, push=True),
    "actions.chats.freeze": on(chat, chats.freeze, reason=WHY),
    "actions.chats.look_now": on(chat, chats.look_now),
    "actions.chats.push_now": on(chat, chats.push_now),
    "actions.chats.thaw": on(frozen, chats.thaw),
    "actions.companies.add": on(lambda w: w.region, companies.add, "region", facts=NEW_FACTS),
    "actions.companies.change": on(other_company, companies.change, "organisation", facts={"name": "ООО «Иная»"}),
    "actions.demolition.demolish": on(house, demolition.demolish, "house", reason=WHY),
    "actions.demolition.restore": on(demolished, demolition.restore, "house", reason=WHY),
    "actions.ends_of_management.end_selected": on(
        lambda w: [house(w)], ends_of_management.end_selected, "houses", until=tomorrow, reason=WHY
    ),
    "actions.house_corrections.correct": on(
        house, house_corrections.correct, "house", values={"flats": 12, "kind": "blocked"}, reason=WHY
    ),
    "actions.management_periods.cancel_planned": on(planned, management_periods.cancel_planned, "period", reason=WHY),
    "actions.management_periods.end": on(acting, management_periods.end, "period", until=tomorrow, reason=WHY),
    "actions.management_periods.exclude": on(
        lambda w: [acting(w)], management_periods.exclude, "periods", on=tomorrow, reason=WHY
    ),
    "actions.management_periods.replace_selected": on(
        lambda w: [house(w)],
        management_periods.replace_selected,
        "houses",
        organisation=other_company,
        since=tomorrow,
    ),
    "actions.operations.undo": on(operation, operations.undo, "operation", reason=WHY),
    "actions.people.add_representative": on(
        other_company,
        people.add_representative,
        "organisation",
        full_name="Представитель",
        messenger_id=5,
        since=tomorrow,
    ),
    "actions.people.assign_houses": on(lambda w: [house(w)], people.assign_houses, "houses", inspector=inspector),
    "actions.people.assign_organisation": on(
        lambda w: house(w).periods.get().organisation, people.assign_organisation, "organisation", inspector=inspector
    ),
    "actions.people.dismiss": on(inspector, people.dismiss, "inspector", on=lambda w: w.today, reason=WHY),
    "actions.people.remove_representative": on(
        representative, people.remove_representative, "person", on=lambda w: w.today
    ),
    "actions.people.substitute": on(
        lambda w: house(w) and inspector(w),
        people.substitute,
        "inspector",
        substitute=lambda w: w.inspector("Петров"),
        since=tomorrow,
        until=None,
    ),
    "actions.programs.change": on(program, programs.change, scopes=[ApiScope.READ], requests_per_minute=5),
    "actions.programs.create": lambda w, folder: lambda: program(w),
    "actions.programs.new_secret": on(program, programs.new_secret),
    "actions.programs.revoke": on(program, programs.revoke),
    "actions.regions.change_policy": on(
        lambda w: house(w).region, regions.change_policy, values={"handover_days": 9}, reason=WHY
    ),
    "actions.representatives.change_account": on(
        representative, representatives.change_account, "person", messenger_id=777
    ),
    "actions.sent_changes.take": sent,
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
    "imports.importer.apply": import_houses,
    "imports.people_importer.apply": import_people,
    "imports.rosters.link_login": on(inspector, rosters.link_login, "inspector", user=lambda w: w.by),
    "linking.adoption.applying.apply": lambda w, folder: functools.partial(adoptions.apply, listed(w, folder), by=w.by),
    "linking.adoption.applying.cancel": lambda w, folder: functools.partial(
        adoptions.cancel, listed(w, folder), by=w.by
    ),
    "linking.linking.link_by_hand": by_hand,
    "linking.linking.match_found": found,
    "linking.linking.unlink": on(linked, linking.unlink, reason=WHY),
    "management.commands.assign_role.Command.handle": lambda w, folder: command(
        w, folder, "assign_role", w.by.username, "head", "--region=55"
    ),
    "management.commands.renumber_changes.Command.handle": lambda w, folder: command(w, folder, "renumber_changes"),
    "outgoing.endpoints.add": lambda w, folder: lambda: endpoint(w),
    "outgoing.endpoints.change_events": on(endpoint, endpoints.change_events, events=HeardEvent.values[:1]),
    "outgoing.endpoints.give_up": lambda w, folder: functools.partial(endpoints.give_up, endpoint(w), why=WHY),
    "outgoing.endpoints.redeliver": on(dead, endpoints.redeliver),
    "outgoing.endpoints.redeliver_dead": on(lambda w: dead(w).endpoint, endpoints.redeliver_dead),
    "outgoing.endpoints.remove": on(endpoint, endpoints.remove),
    "outgoing.endpoints.renew_secret": on(endpoint, endpoints.renew_secret),
    "outgoing.endpoints.switch": on(endpoint, endpoints.switch, on=False),
}

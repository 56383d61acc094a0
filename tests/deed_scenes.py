"""What has to be there before something is decided: small scenes for tests/deeds.py, each on a new world."""

import functools
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.utils import timezone

from supervision.actions import (
    absences,
    claimed_roles,
    comments,
    company_links,
    invitations,
    list_habits,
    logins,
    management_periods,
    nominations,
    programs,
    provider_logins,
    targets,
    uploads,
)
from supervision.actions.provider_logins import Identity
from supervision.enums import ApiScope, DeliveryState, Role, UploadState, WorkOrderKind
from supervision.figures import TargetFigure
from supervision.linking import adoption as adoptions
from supervision.models import (
    Absence,
    Adoption,
    ApiClient,
    Chat,
    ClaimRule,
    Comment,
    CompanyLink,
    FoundChat,
    House,
    Inspector,
    Invitation,
    InvitationState,
    ManagementPeriod,
    Nomination,
    Organisation,
    Representative,
    SavedFilter,
    Target,
    Upload,
    WebhookDelivery,
    WebhookEndpoint,
    WorkOrder,
)
from supervision.outgoing import endpoints
from tests.frt_files import written
from tests.world import TOKEN, World

WHY, ADDRESS, URL = "Приказ 8", "г. Омск, ул. Мира, д. 1", "http://127.0.0.1:9/heard"
WHO = Identity("https://id.example", "7")


def house(w: World) -> House:
    w.inspector("Инспектор 1")
    return w.house(ADDRESS, w.company("ООО «Старая»"))


def chat(w: World) -> Chat:
    return w.chat(house(w))


def linked(w: World) -> Chat:
    found = house(w)
    w.push()
    return w.chat(found)


def comment(w: World) -> Comment:
    return comments.write(house=house(w), text="Посмотреть двор", by=w.by)


def order(w: World) -> WorkOrder:
    asked = chat(w)
    return WorkOrder.objects.create(chat=asked, kind=WorkOrderKind.HAND_OVER, instruction="Передать чат")


def shared_filter(w: World) -> SavedFilter:
    return list_habits.keep(list_name="chat", name="К разбору", query="state=parked", by=w.by, region=w.region)


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
    return absences.substitute(inspector=away, substitute=other, since=tomorrow(w), until=None, by=w.by)


def planned(w: World) -> ManagementPeriod:
    passed = house(w)
    new = w.company("ООО «Новая»")
    management_periods.replace(houses=[passed], organisation=new, since=tomorrow(w), by=w.by)
    return passed.periods.latest("since")


def upload(w: World, state: UploadState) -> Upload:
    stored = uploads.take(w.region, ContentFile(b"a;b", "a.csv"), by=w.by)
    report = {"digest": "seen", "refusal": "", "can_be_approved": False}
    Upload.objects.filter(pk=stored.pk).update(state=state, report=report)
    return Upload.objects.get()


def program(w: World) -> ApiClient:
    return programs.create(name="ГИС", regions=[w.region], scopes=list(ApiScope), requests_per_minute=60, by=w.by)[0]


def endpoint(w: World) -> WebhookEndpoint:
    return endpoints.add(user=w.by, url=URL, events=endpoints.MAY_BE_HEARD, by=administrator(w))[0]


def dead(w: World) -> WebhookDelivery:
    known = {"endpoint": endpoint(w), "event": "chat.changed", "region": w.region, "message_id": "1", "object_id": 1}
    return WebhookDelivery.objects.create(
        **known, payload={}, state=DeliveryState.DEAD, attempts=9, not_before=timezone.now()
    )


def administrator(w: World) -> User:
    """Nothing is written where they are one already."""
    if not (w.by.is_superuser and w.by.is_staff):
        w.by.is_superuser = w.by.is_staff = True
        w.by.save()
    return w.by


def goal(percent: int) -> targets.Goal:
    return targets.Goal(TargetFigure.values[0], date(2027, 1, 1), None, Decimal(percent), WHY)


def target(w: World) -> Target:
    return targets.set_target(goal(90), by=administrator(w))


def inspector(w: World) -> Inspector:
    return w.inspector("Иванова", zone=False)


def invited(w: World) -> User:
    given = {"last_name": "Новая", "first_name": "", "email": "", "role": Role.INSPECTOR, "region": w.region}
    return logins.invite(name="petrova", **given, by=w.by, reason=WHY)[0]  # type: ignore[arg-type]


def rule_of_claims(w: World) -> ClaimRule:
    return claimed_roles.add_rule(value="heads", role=Role.HEAD, region=w.region, by=w.by, reason=WHY)


def joined(w: World) -> User:
    login = invited(w)
    provider_logins.join(login=login, who=WHO, by=w.by, reason=WHY)
    return login


def lapsed(w: World) -> User:
    """Joined with the provider, and given a password, by somebody who was switched off since and closed nothing."""
    login, maker = invited(w), User.objects.create_superuser("maker")
    provider_logins.join(login=login, who=WHO, by=maker, reason=WHY)
    logins.set_by_another(login, maker)
    User.objects.filter(pk=maker.pk).update(is_active=False)
    return login


def coming(w: World, folder: Path) -> Callable[[], object]:
    rule_of_claims(w)
    names = {"username": "novaya", "first_name": "", "last_name": "Новая", "email": ""}
    return functools.partial(provider_logins.admit, WHO, ["heads"], **names)


def other_company(w: World) -> Organisation:
    return w.company("ООО «Новая»")


def representative(w: World) -> Representative:
    return w.representative(w.company("ООО «Одна»"), "Представитель")


def company_link(w: World) -> CompanyLink:
    w.region.trusts_mailed_links = True
    w.region.save()
    made = company_links.issue(organisation=w.company("ООО «Одна»"), email="office@uk.example", by=w.by)
    return CompanyLink.objects.select_related("organisation__region").get(pk=made.pk)


def right_code(w: World, folder: Path) -> Callable[[], object]:
    link = company_link(w)
    CompanyLink.objects.filter(pk=link.pk).update(
        code_hash=company_links.hash_of_code(link, "12345678"), code_until=timezone.now() + timedelta(minutes=5)
    )
    return functools.partial(company_links.confirm, link, "12345678")


def nomination(w: World) -> Nomination:
    return nominations.name(link=company_link(w), full_name="Пётр", position="")


def answered(w: World) -> Invitation:
    """Somebody answered, and an inspector has to confirm it."""
    made = invitation(w)
    Invitation.objects.filter(pk=made.pk).update(state=InvitationState.ANSWERED, account_id=999, sealed="")
    return Invitation.objects.get(pk=made.pk)


def invitation(w: World) -> Invitation:
    """Of somebody who has an account already: with another one a new row is made."""
    return invitations.invite(person=representative(w), by=w.by)

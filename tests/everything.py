"""One row of everything that the portal keeps, for tests of every list and page."""

from collections.abc import Iterable
from datetime import date

from django.apps import apps
from django.contrib.auth.models import User
from django.db.models import Model

from supervision.actions import absences, chats, company_links, invitations, nominations, operations
from supervision.enums import AdoptionState, ImportKind, WorkOrderKind
from supervision.models import (
    Adoption,
    AdoptionLine,
    ApiClient,
    FoundChat,
    ImportIssue,
    ImportRun,
    Target,
    Upload,
    WebhookDelivery,
    WorkOrder,
    Zone,
)
from supervision.outgoing import endpoints as webhooks
from tests.world import World


def populate(world: World, numbers: Iterable[int] = (1,), *, mark: str = "") -> dict[str, object]:
    """One row of everything in region 55 for each number: the first one's primary key by the model's name.

    The names of people and files, and what was typed, begin with `mark`.
    """
    for number in numbers:
        _one_of_everything(world, number, mark)
    models: list[type[Model]] = [*apps.get_app_config("supervision").get_models(), User]
    objects: dict[str, object] = {
        str(model._meta.model_name): model._default_manager.order_by("pk").values_list("pk", flat=True).first()
        for model in models
    }
    return {**objects, "region": "55", "messengeraccount": "55"}


def _one_of_everything(world: World, number: int, mark: str) -> None:
    company, owner = world.company(f"ООО «УК {number}»"), world.inspector(f"{mark}Инспектор {number}")
    house = world.house(f"г. Омск, ул. Мира, д. {number}", company, inspector=owner)
    world.push()
    chats.look_now(world.chat(house), by=world.by)
    invitations.invite(person=world.representative(company, f"{mark}Представитель {number}"), by=world.by)
    substitute = world.inspector(f"{mark}Заместитель {number}", zone=False)
    absences.substitute(inspector=owner, substitute=substitute, since=date(2027, 1, 1), until=None, by=world.by)
    WorkOrder.objects.create(chat=world.chat(house), kind=WorkOrderKind.HAND_OVER, instruction=f"{mark}Передать чат")
    run = ImportRun.objects.create(
        region=world.region, kind=ImportKind.FRT, file_name=f"{mark}{number}.csv", by=world.by
    )
    ImportIssue.objects.create(run=run, line=number, code="bad_guid", message=f"{mark}Строка пропущена")
    found = FoundChat.objects.create(region=world.region, messenger_id=-number, found_at=run.applied_at, title="Двор")
    adoption = Adoption.objects.create(region=world.region, file_name=f"{mark}чаты.csv", state=AdoptionState.READ)
    AdoptionLine.objects.create(adoption=adoption, line=2, house_named="?", chat_named=str(found.messenger_id))
    Upload.objects.create(region=world.region, by=world.by, file=f"uploads/{number}", file_name=f"{mark}{number}.csv")
    Zone.objects.create(region=world.region, name=f"Зона {number}")
    company.licences.create(number=f"55-{number}")
    ApiClient.objects.create(name="ГИС ЖКХ", user=User.objects.create_user(f"program_{number}"))
    operations.replace_company(
        houses=[house],
        organisation=world.company(f"ООО «Новая {number}»"),
        since=date(2027, 1, 1),
        by=world.by,
        reason=f"{mark}Приказ",
    )
    webhook, _secret = webhooks.add(
        user=world.by, url=f"https://example.ru/{number}", events=["chat.changed"], by=world.by
    )
    WebhookDelivery.objects.create(
        endpoint=webhook,
        message_id=f"msg_{number}",
        region=world.region,
        object_id=1,
        payload={},
        not_before=run.applied_at,
    )
    link = company_links.issue(organisation=company, email="", by=world.by)
    nominations.name(link=link, full_name=f"{mark}Названный {number}", position="Управляющий")
    Target.objects.create(
        figure="with_chat", day=date(2026, 12, number), percent=90, basis="Письмо", entered_by=world.by
    )

"""Every text of every table: who may read it. What somebody typed may hold anybody's name."""

from collections.abc import Iterator
from enum import Enum
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db.models import CharField, Field, JSONField, Model, TextField
from django.test import Client

from supervision import access
from supervision.enums import Role
from supervision.models import Target
from supervision.retention.mentions import MENTIONS
from tests.browsing import entered
from tests.world import World


class Reader(Enum):
    NAMED = "to whom people of the region are named: emptied for analysts and programs without the scope"
    KEEPERS = "rows that are given to the region's own people, to administrators or to one person, as a whole"
    REGION = "whoever sees the region: what a register, the messenger or the region's own settings say"
    NOBODY = "codes, digests and sealed texts that no person typed"


NAMED, KEEPERS, REGION, NOBODY = Reader
TEXTS: dict[str, dict[str, Reader]] = {
    "Adoption": {"file_name": NAMED, "sha256": NAMED},
    "AdoptionLine": dict.fromkeys(("house_named", "chat_named", "title", "code", "message", "plan"), NAMED),
    "ApiClient": dict.fromkeys(
        (*("client_id", "redirect_uris", "post_logout_redirect_uris", "client_secret"), "name", "allowed_origins"),
        KEEPERS,
    ),
    "ApiRequest": dict.fromkeys(("method", "path", "request_id"), KEEPERS),
    "IdempotentAnswer": dict.fromkeys(("key", "digest", "headers"), KEEPERS),
    "BotToken": {"sealed": NOBODY, "seed": NOBODY},
    "Region": dict.fromkeys(
        (
            *("code", "name", "time_zone", "body_name", "title_template"),
            *("description_template", "announcement_template", "poster_text"),
        ),
        REGION,
    ),
    "Municipality": {"name": REGION},
    "Zone": {"name": REGION},
    "Chat": {
        **dict.fromkeys(("frozen_reason", "differences"), NAMED),
        **dict.fromkeys(("link", "observed_title", "observed_description", "observed_status"), REGION),
        **dict.fromkeys(("told_apart", "settled_wish", "announcement_id"), NOBODY),
    },
    "ChatMember": {"name": NAMED, "alias": NAMED},
    "ClaimRule": {"value": KEEPERS},
    "ClaimedRole": {"value": KEEPERS},
    "Comment": {"text": NAMED},
    "CompanyLink": {"email": KEEPERS, "token_hash": NOBODY, "code_hash": NOBODY},
    "Nomination": {"full_name": KEEPERS, "position": KEEPERS},
    "Event": {"name": NOBODY, "cause": NAMED, "reason": NAMED, "details": NAMED},
    "FrozenHouse": {"kind": NOBODY, "state": NOBODY},
    "ForgottenPerson": {"sealed": NOBODY},
    "House": dict.fromkeys(
        (
            *("cadastral_number", "address", "address_key", "area", "city"),
            *("street", "number", "building", "block", "letter"),
        ),
        REGION,
    ),
    "Installation": {"place": NOBODY},
    "Invitation": {"account_name": KEEPERS, "sealed": NOBODY, "secret_hash": NOBODY, "code_hash": NOBODY},
    "DialogTurn": {"content": NOBODY},
    "Correspondent": {"list_message": NOBODY},
    "SavedFilter": {"name": KEEPERS, "query": KEEPERS, "list_name": NOBODY},
    "HiddenColumns": {"list_name": NOBODY},
    "LoginLink": {"token_hash": NOBODY},
    "Inspector": {"full_name": NAMED, "position": NAMED},
    "Absence": {"reason": NAMED},
    "Representative": {"full_name": NAMED},
    "ManagementPeriod": {"basis": REGION, "document_number": REGION},
    "MessengerAccount": {
        **dict.fromkeys(("bot_name", "bot_username", "webhook_url", "webhook_trouble"), KEEPERS),
        **{"held_reason": KEEPERS, "trouble": KEEPERS, "webhook_secret_digest": NOBODY},
    },
    "Notice": {"subject": NOBODY, "occasion": NOBODY},
    "Operation": dict.fromkeys(("title", "reason", "undone_reason"), NAMED) | {"foreseen": KEEPERS},
    "Organisation": dict.fromkeys(("name", "full_name", "inn", "ogrn"), REGION),
    "Licence": {"number": REGION},
    "ImportRun": {"file_name": NAMED, "undone_reason": NAMED, "sha256": NOBODY, "counts": REGION, "spans": NOBODY},
    "ImportIssue": {"message": NAMED, "file": NAMED, "code": NOBODY},
    "Seal": {"former": NOBODY, "digest": NOBODY},
    "SealedEvent": {"personal": NOBODY, "salt": NOBODY, "salt_now": NOBODY},
    "DailySnapshot": {"register": REGION},
    "SyncRequest": {"reason": NAMED},
    "MessengerCall": {"detail": NAMED, "answer": NAMED, "step": NOBODY},
    "Target": {"basis": NAMED},
    "MessengerUpdate": {"key": NOBODY, "update_type": NOBODY},
    "FoundChat": {"remark": NAMED, "title": REGION, "link": REGION},
    "Upload": dict.fromkeys(("file_name", "second_name", "report", "message", "numbers", "approval"), NAMED),
    "WebhookEndpoint": {"url": KEEPERS, "off_reason": KEEPERS, "secret_salt": NOBODY},
    "WebhookDelivery": {"message_id": NOBODY, "payload": KEEPERS, "last_error": KEEPERS},
    "WorkOrder": {
        **dict.fromkeys(("instruction", "addressed_because", "account", "remark"), NAMED),
        **{"title": REGION, "link": REGION},
    },
}


def texts() -> Iterator[tuple[type[Model], "Field[Any, Any]"]]:
    """Of the portal's own tables; histories hold the columns of their rows, and are read by the same rule."""
    for model in apps.get_app_config("supervision").get_models():
        if model._meta.proxy or hasattr(model, "pgh_tracked_model"):
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, (CharField, TextField, JSONField)) and not field.choices:
                yield model, field


def test_every_text_is_named_with_who_reads_it() -> None:
    found: dict[str, set[str]] = {}
    for model, field in texts():
        found.setdefault(model.__name__, set()).add(field.name)
    assert found == {name: set(fields) for name, fields in TEXTS.items()}


def test_the_table_is_what_the_code_empties() -> None:
    wrong = [
        f"{model.__name__}.{field.name}"
        for model, field in texts()
        if (TEXTS[model.__name__][field.name] is NAMED) != (access.is_personal(field) or model in access.OF_PEOPLE)
    ]
    assert wrong == []


def test_nothing_that_is_read_by_all_of_the_country_is_searched_for_a_forgotten_person() -> None:
    """Where a name may stand that has to be forgotten, it is not shown to those to whom nobody is named."""
    read_by_all = [
        f"{model.__name__}.{name}"
        for model, (_way, names) in MENTIONS.items()
        for name in names
        if TEXTS.get(model.__name__, {}).get(name) is REGION
    ]
    assert read_by_all == []


@pytest.mark.parametrize(("role", "is_read"), [(Role.ANALYST, False), (Role.INSPECTOR, True)])
def test_the_basis_of_a_target_is_read_by_those_to_whom_people_are_named(
    world: World, role: Role, is_read: bool
) -> None:
    by = User.objects.create_superuser("root")
    goal = {"figure": "with_chat", "day": "2026-12-01", "percent": 90, "entered_by": by}
    row = Target.objects.create(**goal, region=world.region, basis="Письмо Приметного")
    reader: Client = entered("reader", role, world.region)
    pages = ("", "?q=Приметного", f"{row.pk}/change/", "?o=5")
    read = [reader.get(f"/admin/supervision/target/{page}", follow=True).content.decode() for page in pages]
    assert ["Письмо Приметного" in page for page in read] == [is_read] * 4

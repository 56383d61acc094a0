"""What an integrator does, with a client that was generated from the schema and nothing else.

Goes before the other tests of this folder, whose made up requests leave no house as it was.
"""

import io
import json
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from listening import listening
from portal import Portal
from portal_client import AuthenticatedClient
from portal_client.api.chats import chats_export, chats_freeze, chats_journal_list, chats_retrieve
from portal_client.api.imports import imports_create, imports_uploads_confirm, imports_uploads_retrieve
from portal_client.api.management_periods import (
    management_periods_cancel,
    management_periods_create,
    management_periods_list,
)
from portal_client.api.operations import operations_list, operations_retrieve
from portal_client.api.organisations import organisations_create, organisations_retrieve
from portal_client.api.representatives import representatives_create, representatives_list
from portal_client.api.webhooks import webhooks_create, webhooks_remove
from portal_client.models import (
    CallOutcome,
    ConfirmationAskedRequest,
    GroundsRequest,
    OperationsListOrdering,
    OrganisationAskedRequest,
    OrganisationKind,
    PeriodAskedRequest,
    RepresentativeAskedRequest,
    SubscribedEvent,
    UploadAskedRequest,
    UploadState,
    WebhookAskedRequest,
)
from portal_client.types import File
from standardwebhooks import Webhook, WebhookVerificationError

from conftest import PATIENCE_SECONDS, TokenOf

SCHEMA = Path(__file__).resolve().parents[2] / ".api/schema.json"
WAIT_SECONDS = 1500
REGION, INN = "71", "5503249258"
JOINED, IN_FILE = (880_001, 880_002), 880_003


@pytest.fixture(scope="module")
def client(portal: Portal, token_of: TokenOf) -> Iterator[AuthenticatedClient]:
    timeout = httpx.Timeout(PATIENCE_SECONDS)
    token = token_of("integrator")
    with AuthenticatedClient(portal.url, token, timeout=timeout, raise_on_unexpected_status=True) as client:
        yield client


def wait_for(read: Callable[[], Any], true: Callable[[Any], bool]) -> Any:
    """What was read last; asks until it is as it should be."""
    end = time.monotonic() + WAIT_SECONDS
    while not true(found := read()):
        assert time.monotonic() < end, f"not so in {WAIT_SECONDS} s: {found}"
        time.sleep(0.5)
    return found


def test_the_portal_serves_the_schema_that_the_client_was_made_of(portal: Portal) -> None:
    english = {"Accept-Language": "en"}
    served = httpx.get(f"{portal.url}/api/v1/schema/", headers=english, timeout=PATIENCE_SECONDS).json()
    assert served == json.loads(SCHEMA.read_text(encoding="utf-8"))


def test_a_new_company_takes_a_house_over_and_its_people_run_the_chat(
    client: AuthenticatedClient, portal: Portal
) -> None:
    house = portal.scene["managed"][0]
    company = organisations_create.sync(
        client=client,
        body=OrganisationAskedRequest(region=REGION, kind=OrganisationKind.UK, name="ООО «УК Заречье»", inn=INN),
    )
    for number in JOINED:
        portal.play("name", user_id=number, name=f"Представитель {number}")
        portal.play("join", chat_id=house["in_max"], user_id=number)
        person = RepresentativeAskedRequest(company.id, f"Представитель {number}", number)
        assert representatives_create.sync(client=client, body=person).messenger_id == number

    today = date.fromisoformat(portal.scene["today"])
    change = PeriodAskedRequest(UUID(house["guid"]), INN, today, basis="Протокол общего собрания")
    passed_on = [
        management_periods_create.sync(client=client, body=change, idempotency_key="protocol-4")
        for _after_a_lost_answer in range(2)
    ]
    assert (passed_on[0].organisation, passed_on[0].since) == (company.id, today)
    assert passed_on[1] == passed_on[0]

    newest = operations_list.sync(client=client, region=REGION, ordering=OperationsListOrdering.VALUE_1, page_size=1)
    job = newest.results[0].id
    over = wait_for(lambda: operations_retrieve.sync(job, client=client), lambda job: job.progress.is_over)
    assert over.progress.counts.to_dict()["done"] == 1
    chat = wait_for(lambda: chats_retrieve.sync(house["chat"], client=client), lambda chat: chat.state == "settled")
    assert chat.standing.step_kinds == []
    assert {one.messenger_id for one in chat.standing.observed.administrators} >= {*JOINED}
    journal = chats_journal_list.sync(house["chat"], client=client).results
    granted = [json.dumps(call.detail) for call in journal if call.outcome == CallOutcome.DONE]
    assert all(any(str(number) in detail for detail in granted) for number in JOINED), journal


def test_a_file_of_representatives_is_sent_seen_and_applied(client: AuthenticatedClient, portal: Portal) -> None:
    company = organisations_retrieve.sync(portal.scene["organisations"]["ТСЖ «Садовая»"], client=client)
    text = f"ИНН;ФИО;ID в MAX\n{company.inn};Петров Пётр Петрович;{IN_FILE}\n"
    file = File(io.BytesIO(text.encode()), "representatives.csv", "text/csv")
    sent = imports_create.sync(client=client, body=UploadAskedRequest(REGION, file))
    assert sent.state == UploadState.WAITING

    def look() -> Any:
        return imports_uploads_retrieve.sync(sent.id, client=client)

    read = wait_for(look, lambda upload: upload.state not in (UploadState.WAITING, UploadState.READING))
    assert read.state == UploadState.READ, read.message
    seen = ConfirmationAskedRequest(read.report["digest"], reason="Список ТСЖ")
    assert imports_uploads_confirm.sync(sent.id, client=client, body=seen).state == UploadState.APPLYING
    done = wait_for(look, lambda upload: upload.state != UploadState.APPLYING)
    assert (done.state, done.message) == (UploadState.APPLIED, "")
    (person,) = representatives_list.sync(client=client, messenger_id=IN_FILE).results
    assert (person.organisation, person.full_name) == (company.id, "Петров Пётр Петрович")


def exported(client: AuthenticatedClient, since: str | None) -> tuple[list[dict[str, Any]], str]:
    """Rows changed since, and the cursor to go on from."""
    text = chats_export.sync(client=client, **({"updated_since": since} if since else {}))
    *rows, last = [json.loads(line) for line in text.splitlines()]
    assert last["at_end"]
    return rows, last["next"]


def test_whoever_follows_the_export_sees_a_change(client: AuthenticatedClient, portal: Portal) -> None:
    chat = portal.scene["managed"][1]["chat"]
    rows, cursor = exported(client, None)
    assert chat in {row["id"] for row in rows}
    chats_freeze.sync(chat, client=client, body=GroundsRequest("Спор о способе управления"))
    changed = wait_for(lambda: exported(client, cursor)[0], lambda rows: chat in {row["id"] for row in rows})
    assert {row["frozen"] for row in changed if row["id"] == chat} == {True}


def test_a_receiver_is_told_of_a_change_and_can_prove_who_told_it(client: AuthenticatedClient, portal: Portal) -> None:
    chat = portal.scene["managed"][2]["chat"]
    with listening() as receiver:
        events = [SubscribedEvent.CHAT_CHANGED]
        hook = webhooks_create.sync(client=client, body=WebhookAskedRequest(receiver.url, events))
        chats_freeze.sync(chat, client=client, body=GroundsRequest("Спор о собственниках"))

        def told() -> list[dict[str, Any]]:
            messages = [Webhook(hook.secret).verify(body, headers) for headers, body in list(receiver.got)]
            return [message["data"] for message in messages if message["data"]["id"] == chat]

        messages = wait_for(told, lambda told: any(data["frozen"] for data in told))
        assert {data["region"] for data in messages} == {REGION}
        headers, body = receiver.got[0]
        with pytest.raises(WebhookVerificationError):
            Webhook(hook.secret).verify(body.replace(REGION.encode(), b"62"), headers)
        assert webhooks_remove.sync_detailed(hook.id, client=client).status_code == 204


def test_a_refusal_says_what_is_wrong(client: AuthenticatedClient, portal: Portal) -> None:
    house = portal.scene["managed"][3]["house"]
    (period,) = management_periods_list.sync(client=client, house=house).results
    problem = management_periods_cancel.sync(period.id, client=client, body=GroundsRequest("Ошибка"))
    assert (problem.status, problem.type_) == (409, "/api/problems/powers-started")
    company = OrganisationAskedRequest(OrganisationKind.UK, "ООО «Другая»", REGION, inn="5503249259")
    assert [fault.field for fault in organisations_create.sync(client=client, body=company).errors] == ["inn"]

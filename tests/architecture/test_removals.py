"""What goes when a row goes: nothing is removed or forgotten with another row but what stands here, and why."""

from django.apps import apps
from django.db import models

PART = "a part of it"
OWN = "the person's own, about nobody else"
WAY_IN = "lets the login in, or says how it came in"
# by model and field
GOES_WITH = {
    "AdoptionLine.adoption": PART,
    "AdoptionLine.chat": "the list's finding about a chat that is no more",
    "ApiClient.user": "the program is its login",
    "ChatMember.chat": PART,
    "ClaimedRole.login": WAY_IN,
    "FoundChat.chat": "found means linked to it",
    "HiddenColumns.user": OWN,
    "HouseAlias.house": PART,
    "HouseSubstitute.absence": PART,
    "IdempotentAnswer.user": "an answer kept for that login alone",
    "ImportIssue.run": PART,
    "Invitation.inspector": "an invitation of nobody would let anybody in",
    "Invitation.nomination": "an invitation of nobody would let anybody in",
    "Invitation.representative": "an invitation of nobody would let anybody in",
    "Nomination.representative": "says as whom somebody was confirmed",
    "Notice.user": OWN,
    "NoticeSending.notice": PART,
    "NoticeWish.user": OWN,
    "OperationHouse.operation": PART,
    "PasswordToChange.login": WAY_IN,
    "ProviderJoin.account": WAY_IN,
    "SavedFilter.region": "shared in it",
    "SavedFilter.user": OWN,
    "SyncRequest.chat": PART,
    "WebhookDelivery.endpoint": PART,
    "WebhookEndpoint.user": "tells that login what it may see",
}
FORGETS = {
    "ApiRequest.client": "a line of the log stays as a line of nobody",
    "ApiRequest.user": "a line of the log stays as a line of nobody",
    "Inspector.user": "the person works on without a login",
    "Operation.absence": "the mass change stays on record",
    "OperationHouse.period": "taken back, and the line says so",
}


def leaving(kind: object) -> set[str]:
    """Fields of our tables that do this when the row they name goes; histories name nothing."""
    return {
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("supervision").get_models()
        if not model._meta.proxy and "pgh_id" not in {field.name for field in model._meta.fields}
        for field in model._meta.concrete_fields
        if field.remote_field and field.remote_field.on_delete is kind
    }


def test_what_goes_with_another_row_has_a_reason() -> None:
    assert leaving(models.CASCADE) == GOES_WITH.keys()


def test_what_forgets_another_row_has_a_reason() -> None:
    assert leaving(models.SET_NULL) == FORGETS.keys()

"""What OpenAPI says beside single operations: servers, the token's door, webhooks, headers of answers, problem types,
examples.

drf-spectacular's hook: takes the schema as it was made from the views, gives it completed.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from supervision.api import leaving
from supervision.api.example_answers import tell_examples
from supervision.api.problem_types import OF_REQUESTS
from supervision.api.refusals_of_operations import REFUSALS
from supervision.enums import ChangeKind, HeardEvent
from supervision.outgoing.announcing import OF_PEOPLE
from supervision.outgoing.payloads import FORMS

Schema = dict[str, Any]
TOKEN = "/api/token/"  # noqa: S105  # an address
TEXT: Mapping[str, Any] = {"type": "string"}
HEADERS = {
    "X-Request-ID": "The number of the request: the caller's own, or a new one.",
    "RateLimit": "What is left of the minute.",
    "RateLimit-Policy": "How many requests a minute there are.",
}
LINES = {HeardEvent.CHAT_CHANGED: ChangeKind.CHAT, HeardEvent.PERIOD_CHANGED: ChangeKind.PERIOD}

# apart from the resource of that name: generators write a class a tag, and one of the two would be lost
MESSAGES = "messages"
IN_A_CHAT = frozenset({HeardEvent.REPRESENTATIVE_JOINED})


def complete(result: Schema, **options: Any) -> Schema:
    """Called by drf-spectacular with the generator and the request, of which nothing is needed."""
    result["servers"] = [{"url": "/", "description": "The portal that serves this schema."}]
    for operation in _operations(result["paths"]):
        _tell_problems(operation)
        _tell_headers(operation)
    result["paths"][TOKEN] = {"post": _token()}
    result["webhooks"] = {event.value: {"post": _webhook(event)} for event in HeardEvent}
    for operation in (*_operations(result["paths"]), *_operations(result["webhooks"])):
        _tell_summary(operation)
    leaving.tell(result)
    _tell_sizes(result)
    for operation in _operations(result["paths"]):
        tell_examples(operation)
    result["tags"] = _tags(result)
    return result


def _tell_sizes(part: Any) -> None:
    """Numbers of rows and of accounts have 64 bits: of an integer without a format typed languages take 32."""
    if isinstance(part, dict):
        kind = part.get("type")
        if (kind == "integer" or (isinstance(kind, list) and "integer" in kind)) and "enum" not in part:
            part.setdefault("format", "int64")
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        _tell_sizes(inner)


def _operations(paths: Schema) -> Iterator[Schema]:
    for methods in paths.values():
        yield from methods.values()


def _tell_summary(operation: Schema) -> None:
    """What clients and pages list an operation by. Lists and single rows are told apart, for they share their words."""
    name = operation["operationId"]
    [tag] = operation.setdefault("tags", [name])
    resource = tag.replace("-", " ").capitalize()
    first_sentence = operation["description"].split(".")[0].split("\n")[0]
    ends = {"_list": f"{resource}, page by page", "_retrieve": f"{resource}, a single one"}
    operation["summary"] = next((words for end, words in ends.items() if name == f"{_named(tag)}{end}"), first_sentence)


def _named(tag: str) -> str:
    """How the operations of a resource are named."""
    return tag.replace("-", "_")


def _tags(result: Schema) -> list[Schema]:
    """The resources, each in the words of its list."""
    words = {each["operationId"]: each["description"] for each in _operations(result["paths"])}
    names = {each["tags"][0] for each in (*_operations(result["paths"]), *_operations(result["webhooks"]))}
    words[MESSAGES] = "What the portal posts to the addresses of `webhooks`."
    told = {tag: words.get(f"{_named(tag)}_list", words.get(tag, "")) for tag in sorted(names)}
    return [{"name": tag, **({"description": description} if description else {})} for tag, description in told.items()]


def _tell_problems(operation: Schema) -> None:
    for status, answer in operation["responses"].items():
        kinds = [slug for slug, kind in OF_REQUESTS.items() if str(kind.status) == status]
        if status == "409":
            kinds += [kind.value for kind in REFUSALS.get(operation["operationId"], ())]
        if kinds and int(status) >= 400:
            types = [f"/api/problems/{slug}" for slug in kinds]
            answer["x-problem-types"] = types
            answer["description"] = ", ".join(types)


def _tell_headers(operation: Schema) -> None:
    """As `request_log` and the views send them."""
    for status, answer in operation["responses"].items():
        told = {name: {"schema": TEXT, "description": words} for name, words in HEADERS.items()}
        if status == "429":
            told["Retry-After"] = {"schema": {"type": "integer"}, "description": "Seconds."}
        if status == "200" and operation["operationId"].endswith("_list"):
            told["Link"] = {"schema": TEXT, "description": "next and prev (RFC 8288)."}
        if status in ("200", "304") and operation["operationId"].endswith("_retrieve"):
            told["ETag"] = {"schema": TEXT, "description": "Of the whole object; a report has none."}
        answer["headers"] = {**told, **answer.get("headers", {})}


def _token() -> Schema:
    form = {
        "type": "object",
        "required": ["grant_type"],
        "properties": {
            "grant_type": {"type": "string", "enum": ["client_credentials"]},
            **{name: TEXT for name in ("client_id", "client_secret", "scope")},
        },
    }
    given = {
        "type": "object",
        "required": ["access_token", "expires_in", "token_type", "scope"],
        "properties": {
            **{name: TEXT for name in ("access_token", "token_type", "scope")},
            "expires_in": {"type": "integer"},
        },
    }
    refused = {"type": "object", "required": ["error"], "properties": {"error": TEXT, "error_description": TEXT}}
    return {
        "operationId": "token",
        "tags": ["token"],
        "description": "A token for an hour (RFC 6749, 4.4). The id and the secret go in the form or as Basic.",
        "security": [],
        "requestBody": {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": form}}},
        "responses": {
            "200": {"description": "The token.", "content": {"application/json": {"schema": given}}},
            **{
                status: {"description": words, "content": {"application/json": {"schema": refused}}}
                for status, words in (("400", "No other grant is given."), ("401", "Id or secret is wrong."))
            },
        },
    }


def _webhook(event: HeardEvent) -> Schema:
    data: Schema = {"type": "object"}
    if event in LINES:
        data = {"$ref": f"#/components/schemas/{FORMS[LINES[event]].model.__name__}Line"}
    elif event in OF_PEOPLE:
        names = ["id", "region", "organisation", *(["chat", "house"] if event in IN_A_CHAT else [])]
        kinds = {name: TEXT if name == "region" else {"type": "integer"} for name in names}
        data = {"type": "object", "required": names, "properties": kinds}
    properties = {
        "type": {"type": "string", "const": event.value},
        "timestamp": {"type": "string", "format": "date-time"},
        "data": data,
    }
    message = {"type": "object", "required": list(properties), "properties": properties}
    headers = ("webhook-id", "webhook-timestamp", "webhook-signature")
    return {
        "operationId": f"told_{event.value.replace('.', '_')}",
        "tags": [MESSAGES],
        "description": "Posted by the portal, signed as Standard Webhooks say.",
        "security": [],  # nobody signs in: the signature is checked
        "parameters": [{"name": name, "in": "header", "required": True, "schema": TEXT} for name in headers],
        "requestBody": {"required": True, "content": {"application/json": {"schema": message}}},
        "responses": {
            "204": {"description": "Taken; so is any other 2xx within 10 seconds."},
            "410": {"description": "Nothing more is wanted: the address is switched off."},
        },
    }

"""What OpenAPI says of every operation: its name, its problems, and that `fields=` may leave fields out.

Clients are generated from it: what stands here becomes the names of their functions. `make test-api` holds the running
portal to it.
"""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from supervision.api.chosen_fields import FIELDS
from supervision.api.idempotency import HEADER, LONGEST_KEY
from supervision.api.included import INCLUDE, INCLUDED
from supervision.api.leaving import operation_id
from supervision.api.problems import MEDIA_TYPE
from supervision.api.resource import Resource, ShownRow
from supervision.enums import ApiScope

READS, WRITES = (400, 401, 403, 404, 406, 429), (400, 401, 403, 404, 406, 409, 411, 412, 413, 415, 422, 429)


class FaultShown(serializers.Serializer):
    field = serializers.CharField(help_text="A parameter or a path in the body; empty if neither is to blame.")
    message = serializers.CharField()


class ProblemShown(serializers.Serializer):
    """RFC 9457. Further members may follow, by `type`."""

    type = serializers.CharField(help_text="Stable for programs.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    instance = serializers.CharField()
    errors = FaultShown(many=True)


class Described(AutoSchema):
    def get_operation_id(self) -> str:
        return operation_id(self._tokenize_path(), getattr(self.view, "action", ""))

    def get_override_parameters(self) -> list[Any]:
        found = list(super().get_override_parameters())
        if isinstance(self.view, Resource) and self.view.action in ("list", "retrieve"):
            found.append(self._fields())
            if self.view.includes:
                found.append(self._include())
            if self.view.action == "retrieve":
                found.append(_header("If-None-Match", "An ETag: 304 if the object is still the same."))
        if self.method in {"PUT", "PATCH", "DELETE"} or (self.method == "POST" and getattr(self.view, "detail", False)):
            found.append(_header("If-Match", "The ETag that was read: 412 if the object is another by now."))
        if self.method in {"POST", "PUT", "PATCH", "DELETE"}:
            words = "Any text up to 255 characters: the same request with the same key is carried out once, for a day."
            found.append(_header(HEADER, words, minLength=1, maxLength=LONGEST_KEY))
        return found

    def _fields(self) -> OpenApiParameter:
        names = "|".join(self.view.get_serializer_class().names())
        content = {"type": "string", "pattern": f"^({names})(,({names}))*$"}
        return OpenApiParameter(FIELDS, content, description="Names of fields, commas between; others are left out.")

    def _include(self) -> OpenApiParameter:
        names = "|".join(self.view.includes)
        content = {"type": "string", "pattern": f"^({names})(,({names}))*$"}
        words = "What belongs to the row, commas between; it stands in `included`. People need their scope."
        return OpenApiParameter(INCLUDE, content, description=words)

    def _get_filter_parameters(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = super()._get_filter_parameters()
        for parameter in found:
            content = parameter["schema"]
            content.pop("title", None)  # in the reader's language, and generated clients make names of it
            each = content.get("items", content)
            if each.get("type") == "string" and not each.keys() & {"enum", "format"}:
                each["minLength"] = 1
            if "items" in content:  # a list of nothing is a parameter that says nothing
                content["minItems"] = 1
        return found

    def _insert_field_validators(self, field: Any, schema: dict[str, Any]) -> None:
        super()._insert_field_validators(field, schema)
        if isinstance(field, serializers.URLField) and field.read_only:
            schema.pop("format", None)  # "" where there is none yet, and that is no URI

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        found: dict[str, Any] = super()._get_response_bodies(direction)
        if isinstance(self.view, Resource) and self.view.action == "retrieve":
            found["304"] = {"description": "The object is the one that If-None-Match names."}
        if getattr(self.view, "action", "") == "export":
            for content in found["200"]["content"].values():
                content["schema"] = self._lines()
        for status in READS if self.method == "GET" else WRITES:
            if str(status) not in found:
                found[str(status)] = self._get_response_for_code(ProblemShown, str(status), [MEDIA_TYPE], direction)
        return found

    def _lines(self) -> dict[str, Any]:
        """NDJSON is a text to OpenAPI 3.1: what a line of it is stands in JSON Schema's `contentSchema`."""
        kinds = [self.resolve_serializer(kind, "response").ref for kind in self.view.lines()]
        words = "A JSON object a line; each is one of `contentSchema`."
        media = {"contentMediaType": "application/x-ndjson", "contentSchema": {"oneOf": kinds}}
        return {"type": "string", "description": words, **media}

    def _map_basic_serializer(self, serializer: Any, direction: Any) -> dict[str, Any]:
        schema: dict[str, Any] = super()._map_basic_serializer(serializer, direction)
        if isinstance(serializer, ShownRow) and direction == "response":
            schema["required"] = [name for name in schema.get("properties", {}) if name != INCLUDED]
        if direction == "request":
            schema["additionalProperties"] = False  # as `Writing.content_of` has it
        if not type(serializer).__dict__.get("__doc__"):
            schema.pop("description", None)  # what its base says is for those who write serializers
        return schema


def _header(name: str, words: str, **content: int) -> OpenApiParameter:
    schema = {"type": "string", **content}
    return OpenApiParameter(name, schema, OpenApiParameter.HEADER, description=words)


class ProgramScheme(OpenApiAuthenticationExtension):
    target_class = "supervision.api.authentication.ProgramAuthentication"
    name = "program"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        scopes = {scope.value: str(scope.label) for scope in ApiScope}
        return {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "/api/token/", "scopes": scopes}}}

    def get_security_requirement(self, auto_schema: Any) -> dict[str, list[str]]:
        view = auto_schema.view
        scope = getattr(view, "read_scope" if auto_schema.method == "GET" else "write_scope", None)
        needed = dict.fromkeys(str(each) for each in (scope, *getattr(view, "further_scopes", ())) if each)
        return {self.name: list(needed)}


class PersonScheme(OpenApiAuthenticationExtension):
    target_class = "supervision.api.authentication.PersonAuthentication"
    name = "person"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "apiKey", "in": "cookie", "name": "sessionid", "description": "A session of the portal."}

"""Settings of the REST interface: who signs in how, how errors, pages and the schema look. Limits: docs/api.md."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from housechats import __version__, env
from housechats.security import LOCAL

API_MOST_BYTES = int(env.number("API_MOST_MB", 10)) * 1024 * 1024  # of a JSON body; files of imports have their own
# from one address, of those who prove nothing; on one's own machine everything comes from the same address
API_UNPROVEN_PER_MINUTE = int(env.number("API_UNPROVEN_PER_MINUTE", 10_000 if LOCAL else 60))

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "supervision.api.authentication.ProgramAuthentication",
        "supervision.api.authentication.PersonAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["supervision.api.permissions.InScope"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["supervision.api.parsing.Json"],
    "DEFAULT_FILTER_BACKENDS": ["supervision.api.filtering.StrictFilters"],
    "DEFAULT_PAGINATION_CLASS": "supervision.api.pagination.ByKey",
    "DEFAULT_SCHEMA_CLASS": "supervision.api.schema.Described",
    "DEFAULT_VERSIONING_CLASS": None,
    "URL_FORMAT_OVERRIDE": None,  # `format` is no parameter of a list
    "EXCEPTION_HANDLER": "supervision.api.problems.as_problem",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}

# the first is of passwords of people, the last of secrets of programs
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher", "housechats.secret_hasher.OfRandomSecret"]

OAUTH2_PROVIDER_APPLICATION_MODEL = "supervision.ApiClient"
OAUTH2_PROVIDER: dict[str, Any] = {
    "SCOPES_BACKEND_CLASS": "supervision.api.scopes.OfProgram",
    "OAUTH2_VALIDATOR_CLASS": "supervision.api.staying_secrets.OfStayingSecrets",
    "ACCESS_TOKEN_EXPIRE_SECONDS": 3600,
    "CLIENT_SECRET_HASHER": "pbkdf2_sha256_of_random",
    # refuse what OAuth's best current practice (RFC 9700) refuses, and keep checksums of tokens, not tokens
    **{
        f"COMPLIANT_BCP_RFC9700_{name}": True
        for name in (
            *("IMPLICIT_GRANT", "PASSWORD_GRANT", "ACCESS_TOKEN_TRANSPORT", "TOKEN_STORAGE", "PKCE_METHOD"),
            *("AUTHZ_RESPONSE_ISS", "REFRESH_TOKEN", "REDIRECT_URI_SCHEME"),
        )
    },
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
}

SPECTACULAR_SETTINGS: dict[str, Any] = {
    # in the language of whoever reads the schema
    "TITLE": _("Official chats of houses"),
    "DESCRIPTION": _(
        "The REST interface of the portal for other systems. An administrator of the portal creates the program; with "
        "its client_id and client_secret it gets a token at /api/token/ for an hour. Errors are problems of RFC 9457, "
        "lists are read page by page by “next”, a write may be repeated with the same Idempotency-Key."
    ),
    "VERSION": __version__,
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENABLE_DJANGO_DEPLOY_CHECK": False,  # tests hold the schema; made at every start it would take ten seconds
    "SERVE_PUBLIC": True,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "supervision.api.schema_whole.complete",
    ],
    # fields of one name with other values in another resource
    "ENUM_NAME_OVERRIDES": {
        name: f"supervision.enums.{name}"
        for name in (
            *("HouseKind", "HouseState", "OrganisationKind", "ManagementKind", "PeriodSource", "LicenceStatus"),
            *("RightsPreset", "UnknownAdmins", "HandChanges", "BotState", "CallCause", "CallOutcome", "Lane"),
            *("RequestState", "WorkOrderKind", "OperationKind", "ImportKind", "HeardEvent", "DeliveryState"),
            "UploadState",
        )
    }
    | {"Fate": "supervision.reports.operations.Fate", "SyncMode": ["look", "push"]}
    | {"InvitationState": "supervision.models.invitation.InvitationState"}
    | {
        "SubscribedEvent": [
            *("chat.changed", "management_period.changed", "management_period.removed"),
            *("representative.known", "representative.joined"),
        ]
    },
}

"""Every kind of problem that the interface answers with, in one table.

`type` of a problem is /api/problems/<slug>, and the portal serves a page there in Russian and English, made from this
table; so is what OpenAPI says of each operation. A NEW KIND? A row here, and its two sentences in Russian in locale/ru;
for a rule of the portal a member of `enums.RefusalKind` and a row in `refusal_types.py`.
"""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from supervision.api.problem_kind import ProblemType
from supervision.api.refusal_types import REFUSALS

OF_REQUESTS: Mapping[str, ProblemType] = {
    "malformed": ProblemType(
        400,
        _("The request cannot be read"),
        _(
            "The request is no JSON in UTF-8, or names one member twice. Mend the program; a repetition "
            "changes nothing."
        ),
    ),
    "unknown-filter": ProblemType(
        400,
        _("There is no such parameter"),
        _("The address has a parameter that this list does not know. `allowed` names those that there are."),
        ("allowed",),
    ),
    "bad-parameter": ProblemType(
        400,
        _("A parameter has a wrong value"),
        _("A parameter or header says what it cannot say, says nothing, or stands twice; `errors` name it."),
    ),
    "unknown-field": ProblemType(
        400,
        _("There is no such field"),
        _("`fields` names a field that the rows do not have."),
    ),
    "bad-cursor": ProblemType(
        400,
        _("The cursor does not belong to this list"),
        _(
            "The cursor was not given by this portal for this list with these filters, or the portal was "
            "restored elsewhere. Read the list anew from its beginning."
        ),
    ),
    "unauthenticated": ProblemType(
        401,
        _("Who asks is not known"),
        _("There is no token, or it is wrong, has expired or was revoked. Get a new one at /api/token/."),
    ),
    "forbidden": ProblemType(
        403,
        _("Not allowed"),
        _("The login may not do this in this region. The administrator of the portal gives rights."),
    ),
    "session-reads-only": ProblemType(
        403,
        _("A session changes nothing here"),
        _("A person's session only reads here. Change it on the page of the portal, or by a program."),
    ),
    "scope-missing": ProblemType(
        403,
        _("The program may not do this"),
        _(
            "The token lacks the scope named in `scope`. The administrator of the portal gives it to the "
            "program; then get a new token."
        ),
        ("scope",),
    ),
    "not-found": ProblemType(
        404,
        _("Not found"),
        _(
            "There is no such object, or it belongs to a region that the login does not see; the two "
            "cannot be told apart."
        ),
    ),
    "method-not-allowed": ProblemType(
        405,
        _("Not possible here"),
        _("The address does not take this method."),
    ),
    "not-acceptable": ProblemType(
        406,
        _("Not available in this format"),
        _("The answer cannot be given in a format that `Accept` names."),
    ),
    "in-progress": ProblemType(
        409,
        _("The same request is still at work"),
        _("The first request with this Idempotency-Key has not ended. Send it again after `Retry-After` seconds."),
    ),
    "too-large": ProblemType(
        413,
        _("Too large"),
        _("The body or the file is larger than the portal takes. Send less at once, or the file zipped."),
    ),
    "length-required": ProblemType(
        411,
        _("The length of the content is missing"),
        _("The body was sent in pieces. Send it whole, with Content-Length."),
    ),
    "media-type": ProblemType(
        415,
        _("Content of this type is not taken"),
        _("The operation takes the content types that the schema names."),
    ),
    "invalid": ProblemType(
        422,
        _("The content does not fit"),
        _(
            "The content is readable and does not fit; `errors` name every field by its path. Of a list, "
            "`errors_total` says how many faults there are in all."
        ),
        ("errors_total",),
    ),
    "bad-file": ProblemType(
        422,
        _("The file cannot be read"),
        _("The file is not what it claims to be; the detail names file and line. Mend it and send it again."),
    ),
    "key-used-otherwise": ProblemType(
        422,
        _("The Idempotency-Key belongs to another request"),
        _("This key came with another request within a day. A new request needs a new key."),
    ),
    "too-many-requests": ProblemType(
        429,
        _("Too many requests"),
        _("The requests of this minute are used up. Wait for `Retry-After` seconds; `RateLimit` says what is left."),
    ),
    "unavailable": ProblemType(
        503,
        _("Not available for a moment"),
        _("A part of the portal does not answer. Send the same request after `Retry-After` seconds."),
    ),
    "disk-full": ProblemType(
        507,
        _("The disk of the portal is full"),
        _("There is no room for the file, and nothing of it was kept. Tell the administrator of the portal."),
    ),
    "internal": ProblemType(
        500,
        _("Failed on our side"),
        _(
            "The portal failed. Send the same request later, with the same Idempotency-Key; tell the "
            "administrator the X-Request-ID."
        ),
    ),
}
TYPES: Mapping[str, ProblemType] = {**OF_REQUESTS, **REFUSALS}

"""Answers of the messenger as nobody would think of them: any status, and any body, for tests of what comes of them.

The default plays a few, always the same; `make soak` plays as many new ones as SOAK_EXAMPLES says.
"""

import json
import os

from hypothesis import HealthCheck
from hypothesis import strategies as st

from supervision.messenger.answers import OF_CODE

SOAK = int(os.environ.get("SOAK_EXAMPLES", "0"))
WORDS = ["success", "code", "message", "chat_id", "user_id", "owner_id", "members", "type", "status", "title", "body"]
VALUES = [
    "chat.denied",
    "chat.not.found",
    "verify.token",
    "active",
    "closed",
    "channel",
    "true",
    "\ud83d",
    "\0",
    "я" * 500,
]

leaf = (
    st.none()
    | st.booleans()
    | st.integers(-(1 << 70), 1 << 70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(VALUES)
    | st.text(max_size=8)
)
anything = st.recursive(
    leaf,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=5),
    max_leaves=8,
)
# The messenger's own form with a code that is known is as common as all else together: it is what is believed.
own = st.fixed_dictionaries(
    {"code": st.sampled_from(sorted(OF_CODE)), "message": st.sampled_from(["no", "later"])},
    optional={"success": st.booleans()},
)
bodies = own.map(lambda data: json.dumps(data).encode()) | (
    anything.map(lambda data: json.dumps(data).encode()) | st.binary(max_size=40)
)
statuses = st.sampled_from(
    [200, 201, 204, 302, 400, 401, 403, 404, 405, 408, 409, 429, 451, 500, 502, 503, 520]
) | st.integers(200, 599)
PROFILE = {"database": None, "deadline": None, "suppress_health_check": list(HealthCheck)}

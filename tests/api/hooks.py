"""What schemathesis cannot know from the schema. Named by schemathesis.toml."""

import os
from collections import Counter
from typing import Any
from urllib.parse import urlsplit

import schemathesis

# The port of discarding: what is subscribed there is told nothing, and nobody outside is posted to.
NOWHERE = "http://127.0.0.1:9/hook"
# The phase of borders makes up some 6,000 requests, for there are 400 parameters: every wrong value of each of them at
# each operation, once beside all other parameters and once alone. A quarter of them holds every kind (WHOLE=1), and
# where parameters of one name count as one, as in CI, far fewer.
EVERY_BORDER = bool(os.environ.get("EVERY_BORDER"))
IS_WHOLE = os.environ.get("WHOLE") == "1"
MOST_COMBINATIONS = 2
tried: Counter[tuple[str, ...]] = Counter()


@schemathesis.hook
def before_load_schema(context: Any, raw_schema: dict[str, Any]) -> None:
    """It knows no OAuth: on the wire the token of client credentials is a bearer token like any other.

    Sessions of people are left to the tests of roles: no cookie made up here may stand for one.
    """
    raw_schema["paths"].pop("/api/token/", None)  # OAuth's own form; the tests of signing in hold it
    schemes = raw_schema["components"]["securitySchemes"]
    schemes["program"] = {"type": "http", "scheme": "bearer"}
    del schemes["person"]
    for methods in raw_schema["paths"].values():
        for operation in methods.values():
            if {} not in operation["security"]:  # what is open to everybody stays so
                operation["security"] = [{"program": []}]


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:
    """Addresses of webhooks are made up, and some of them could be somebody's."""
    if case.query:
        case.query.pop("fields", None)  # leaves out on purpose what the schema calls required
    if isinstance(case.body, dict) and str(case.body.get("url")).startswith("http"):
        try:
            is_here = urlsplit(case.body["url"]).hostname == "127.0.0.1"
        except ValueError:
            return  # no address, which is refused
        if not is_here:
            case.body["url"] = NOWHERE


@schemathesis.hook
def filter_case(context: Any, case: Any) -> bool:
    """Of the borders: each kind once for each parameter of each operation (in CI: of any), and each value
    once for each kind. All of them at every parameter with EVERY_BORDER; `make nightly` has both."""
    if EVERY_BORDER or case.meta is None or case.meta.phase.name != "coverage":
        return True
    border, query = case.meta.phase.data, case.query or {}
    is_wrong = case.meta.generation.mode == "negative"
    if is_wrong and border.parameter in query and len(query) > 1:
        return False  # it comes alone too; here another one could be refused, as a cursor that is made up
    kind = str(border.scenario)
    is_own = IS_WHOLE or border.parameter is None  # what an operation takes without any is its own
    place = case.operation.label if is_own else ""
    here = (kind, place, str(border.parameter_location), str(border.parameter))
    tried[here] += 1
    if border.parameter is None:
        is_alone = not is_wrong and len(query) == 1
        return is_alone or tried[here] <= MOST_COMBINATIONS
    value = (kind, _border_value(case, border.parameter))
    tried[value] += 1
    return tried[here] == 1 or tried[value] == 1


def _border_value(case: Any, parameter: str) -> str:
    """What the parameter, or the member of the body, is given."""
    body = case.body if isinstance(case.body, dict) else {parameter: case.body}
    for given in (case.query or {}, case.path_parameters or {}, body):
        if parameter in given:
            return repr(given[parameter])
    return ""


@schemathesis.hook
def filter_failure(context: Any, failure: Any, case: Any, response: Any) -> bool:
    """A cursor is signed: the schema can say that it is a text, and only the portal can make one."""
    if response.status_code != 400:
        return True
    problem = response.json()
    # one of blanks alone is refused as an empty parameter
    is_blank = [fault["field"] for fault in problem.get("errors", ())] == ["cursor"]
    return not (problem["type"] == "/api/problems/bad-cursor" or is_blank)

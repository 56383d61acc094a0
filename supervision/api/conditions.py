"""ETag of single objects: 304 for a reader who has it already, 412 for a writer who knows an older state.

The tag is strong and is that of the object's whole content as the asker sees it, whatever `fields` were asked for: a
tag read with the whole object fits a write, and so does one read with a part of it.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from rest_framework.request import Request

from supervision.api.problems import Problem


def etag_of(content: Mapping[str, Any]) -> str:
    """The tag of an object's content as its serializer gives it, in quotes."""
    text = json.dumps(content, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def is_known(request: Request, tag: str) -> bool:
    """Whether If-None-Match names the tag; by RFC 9110 a weak mark before it does not matter there."""
    known = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in known or tag in {etag.removeprefix("W/") for etag in known}


def refuse_if_changed(request: Request, content: Mapping[str, Any]) -> None:
    """412 where If-Match names another state than `content`, the whole object as it stands under the writer's lock.

    The answer carries the object as it stands (`current`) and its tag. Without If-Match the writer takes the risk.
    """
    header = request.headers.get("If-Match")
    if header is None:
        return
    tag, given = etag_of(content), parse_etags(header)
    if "*" not in given and tag not in given:  # strong comparison: a weak tag never fits
        words = _("The object was changed since you read it. Look at “current”, then repeat with its ETag.")
        raise Problem(412, "changed-meanwhile", words, headers={"ETag": tag}, more={"current": dict(content)})

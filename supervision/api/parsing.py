"""Bodies of requests, and how days and instants are written in them and in addresses."""

import json
import re
from typing import IO, Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

# Python reads weeks, days without dashes and single digits as well; whoever sends them has mistaken something
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
INSTANT = re.compile(rf"{DAY.pattern}[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?", re.ASCII | re.IGNORECASE)


class Json(JSONParser):
    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: dict[str, Any] | None = None
    ) -> Any:
        try:
            content = super().parse(stream, media_type, parser_context)
            json.dumps(content, ensure_ascii=False).encode()
        except RecursionError:  # brackets in brackets, thousands deep
            raise ParseError(_("The JSON is nested too deeply.")) from None
        except UnicodeEncodeError:  # half of a pair, which neither the database nor an answer can hold
            raise ParseError(_("The JSON holds characters that no text can hold.")) from None
        return content

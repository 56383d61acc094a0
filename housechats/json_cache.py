"""What stands in the cache is JSON: whoever may write to Redis must not thereby run code in the web processes.

Django's own serializer is pickle, which runs what it reads.
"""

import json
from typing import Any


class JsonSerializer:
    """`OPTIONS["serializer"]` of the Redis cache. Whole numbers stay as they are, so that Redis adds to them."""

    def dumps(self, value: Any) -> int | bytes:
        """Raises TypeError for what JSON does not know: lists, texts, numbers and maps are kept, objects are not."""
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        return json.dumps(value).encode()

    def loads(self, data: bytes) -> Any:
        """Raises ValueError for what somebody else put there."""
        return json.loads(data)

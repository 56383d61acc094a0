"""What is left out of the log. A page that is refused is no fault of the portal: one line names it."""

import logging


class RefusalsInOneLine(logging.Filter):
    """Takes the traceback from requests answered with 4xx; one answered with 5xx keeps it."""

    def filter(self, record: logging.LogRecord) -> bool:
        if 400 <= getattr(record, "status_code", 0) < 500:
            record.exc_info = record.exc_text = None
        return True

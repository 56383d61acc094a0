"""What is left out of the log. A page that is refused is no fault of the portal: one line names it. An address that
holds a secret is written without it."""

import logging
import re

# what follows these in an address opens a company's page or a login
SECRETS = re.compile(r"(/company/|/accounts/link/)[^/\s?#'\"]+")


class RefusalsInOneLine(logging.Filter):
    """Takes the traceback from requests answered with 4xx; one answered with 5xx keeps it."""

    def filter(self, record: logging.LogRecord) -> bool:
        if 400 <= getattr(record, "status_code", 0) < 500:
            record.exc_info = record.exc_text = None
        return True


class SecretsOfAddresses(logging.Filter):
    """Puts an ellipsis in the place of a secret, in the sentence of a record and in its traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        sentence = record.getMessage()
        shortened = without_secrets(sentence)
        if shortened != sentence:
            record.msg, record.args = shortened, None
        if record.exc_info and not record.exc_text:
            record.exc_text = without_secrets(logging.Formatter().formatException(record.exc_info))
        return True


def without_secrets(text: str) -> str:
    return SECRETS.sub(r"\1…", text)

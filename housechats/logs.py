"""How the log is written: a JSON object a line in production, a readable line on one's own machine.

A page that is refused is no fault of the portal: one line names it. Whatever is logged, an address loses the secret
that it holds, a token is not written, and what the database tells of the values of a row is left out. The portal's own
sentences are English, so words in Russian are what people wrote or are called: JSON lines hold an ellipsis there.
"""

import logging
import re
from collections.abc import MutableMapping
from typing import Any

import structlog

from housechats.log_context import add_request

# what follows these in an address opens a company's page or a login
SECRETS = re.compile(r"(/company/|/accounts/link/)[^/\s?#'\"]+")
TOKENS = re.compile(
    r"(?i)\b((?:authorization|access_token|token|secret|password)['\"]?\s*[=:]\s*['\"]?(?:bearer\s+)?|bearer\s+)"
    r"[^\s'\",;]{6,}"
)
VALUES_OF_A_ROW = re.compile(r"(?m)^(DETAIL|CONTEXT|ПОДРОБНОСТИ|КОНТЕКСТ): .*$")
WORDS_OF_PEOPLE = re.compile(r"[А-Яа-яЁё]+(?:[\s.,«»\"–—-]+[А-Яа-яЁё]+)*")
LEFT_OUT = "…"


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
    shortened = SECRETS.sub(rf"\1{LEFT_OUT}", text)
    shortened = TOKENS.sub(rf"\1{LEFT_OUT}", shortened)
    return VALUES_OF_A_ROW.sub(rf"\1: {LEFT_OUT}", shortened)


def impersonal(text: str) -> str:
    """Without secrets and without anybody's words or name."""
    return WORDS_OF_PEOPLE.sub(LEFT_OUT, without_secrets(text))


def make_impersonal(logger: Any, method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A processor of structlog, the last before the line is written."""
    return {name: impersonal(value) if isinstance(value, str) else value for name, value in line.items()}


def json_formatter() -> logging.Formatter:
    """For records of any logger, ours, Django's and Celery's alike."""
    before: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        add_request,
    ]
    written: list[structlog.typing.Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.format_exc_info,
        make_impersonal,
        structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
    ]
    return structlog.stdlib.ProcessorFormatter(processors=written, foreign_pre_chain=before)

"""Secrets stay out of logs and of reports of faults."""

import logging
import re
from typing import Any

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter

NAMES = r"password|passwd|secret|token|key|code|credential|cookie|signature|authorization|auth|session|state|nonce"
IN_PATHS = re.compile(r"(/(?:confirm-address|password/new|feed|invitation)/)[^/?\s\"']+")
IN_QUERIES = re.compile(rf"(?i)\b([\w-]*(?:{NAMES})[\w-]*=)[^&;\s\"']+")
IN_HEADERS = re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]+")
TOKENS = re.compile(r"\beyJ[\w-]+\.[\w-]+\.[\w-]*")
"""A signed token (JWT): header, content and signature in base64."""

HIDDEN = "…"


def hidden(text: str) -> str:
    """The text without what opens anything: keys in addresses, values of telling names, tokens."""
    for pattern in (IN_PATHS, IN_QUERIES):
        text = pattern.sub(rf"\g<1>{HIDDEN}", text)
    return TOKENS.sub(HIDDEN, IN_HEADERS.sub(rf"\g<1> {HIDDEN}", text))


class Hide(logging.Filter):
    """On every handler: what is written has its secrets hidden first, the traceback included."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = hidden(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = hidden(logging.Formatter().formatException(record.exc_info))
        return True


class Reports(SafeExceptionReporterFilter):
    """A report of a fault names the fields of a form and keeps what was written into them to itself."""

    hidden_settings = re.compile(rf"(?i){NAMES}|pass|api|database_url|email_host_user")

    def is_active(self, request: HttpRequest | None) -> bool:
        """Also on a developer's machine: the data there may be a city's."""
        return True

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        if request is None:
            return {}
        return dict.fromkeys(request.POST, self.cleansed_substitute)

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame: Any) -> Any:
        """The names of the variables only: nobody can say beforehand which holds a child's name."""
        return [(name, self.cleansed_substitute) for name in tb_frame.f_locals]

"""Logs as JSON lines with offset times and the request id; no bodies, no secrets. Source: reliability rule 21."""

import json
import logging
from datetime import UTC, datetime

from audit import facts


class RequestIdFilter(logging.Filter):
    """Puts the request id on every line."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = facts.current().request_id
        return True


class JsonFormatter(logging.Formatter):
    """One event, one line: JSON escapes line breaks and control characters."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": getattr(record, "request_id", ""),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=True)

"""How logs are written: one event a line, on standard error, as JSON in production."""

import sys
from typing import Any

import structlog


def configure(*, embedded: bool) -> None:
    """Set structlog up; both forms escape line ends, so nobody can forge a line through what they type."""
    last: Any = structlog.processors.LogfmtRenderer() if embedded else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            # The trace without the values of variables: those may be what people wrote, or a secret.
            structlog.processors.format_exc_info,
            last,
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


# What breaks is written where the server writes: without this Django reports only to the administrators it mails to.
TO_STDERR: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler", "level": "ERROR"}},
    "loggers": {"django.request": {"handlers": ["stderr"]}},
}

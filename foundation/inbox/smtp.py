"""Hand e-mails to a mail server, and know of each whether the server can have accepted it.

A server accepts an e-mail with the line that ends it. Everything before may be sent again without harm; so this says
when that line leaves, and whoever dies before has sent nothing (ADR 43).
"""

import re
import smtplib
from collections.abc import Callable
from typing import Any

from django.core.mail.backends.smtp import EmailBackend

_ENDS = b"\r\n"


def _data(connection: smtplib.SMTP, words: bytes | str, before_end: Callable[[], None]) -> tuple[int, bytes]:
    """Send an e-mail's text as `smtplib.SMTP.data` does, and say so just before its last line."""
    connection.putcmd("data")
    code, answer = connection.getreply()
    if code != 354:
        raise smtplib.SMTPDataError(code, answer)
    body = words.encode("ascii") if isinstance(words, str) else words
    body = re.sub(rb"(?m)^\.", b"..", re.sub(rb"\r\n|\r|\n", _ENDS, body))
    connection.send(body if body.endswith(_ENDS) else body + _ENDS)
    before_end()
    connection.send(b".\r\n")
    return connection.getreply()


def _nothing() -> None:
    """Without a callback."""


class PlainSMTP(smtplib.SMTP):
    """A connection that calls back just before an e-mail can be accepted."""

    before_end: Callable[[], None] = staticmethod(_nothing)

    def data(self, msg: Any) -> tuple[int, bytes]:
        return _data(self, msg, self.before_end)


class EncryptedSMTP(smtplib.SMTP_SSL):
    """The same, encrypted from the beginning."""

    before_end: Callable[[], None] = staticmethod(_nothing)

    def data(self, msg: Any) -> tuple[int, bytes]:
        return _data(self, msg, self.before_end)


class HandoverBackend(EmailBackend):
    """Django's way of sending by SMTP, over such a connection."""

    @property
    def connection_class(self) -> Any:
        return EncryptedSMTP if self.use_ssl else PlainSMTP

    def send_one(self, message: Any, before_end: Callable[[], None]) -> None:
        """Send one e-mail; `before_end` runs just before the server can accept it."""
        self.open()
        connection: Any = self.connection
        connection.before_end = before_end
        try:
            self.send_messages([message])
        finally:
            try:
                self.close()
            except (OSError, smtplib.SMTPException):  # what was said of the e-mail counts
                self.connection = None

"""What a mail server's answer means, and when to try again. No database."""

from datetime import timedelta
from enum import Enum
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPResponseException

TRIES = 20
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=4)
SENDING_TAKES = timedelta(minutes=10)
"""After so long the worker that took something to send was killed on the way, and another takes it."""
REFUSES_ADDRESS = range(550, 554)
"""No such mailbox, not here, full, not a name: of the recipient, when said of the whole e-mail as well."""


class ServerAnswer(Enum):
    """What came of trying to send."""

    LATER = "later"
    ADDRESS_REFUSED = "address refused"
    NEVER = "never"
    UNKNOWN = "unknown"
    """It was handed over, and nobody said whether it was accepted: sent again it might come twice."""


def wait_after(attempts: int) -> timedelta:
    """Return how long to wait after so many tries: twice as long each time, in all a little more than two days."""
    doubled: int = 2 ** min(max(attempts - 1, 0), 20)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)


def answer_of(error: Exception, *, handed_over: bool) -> ServerAnswer:
    """Say what a failure means. What is wrong with our own account or network (no connection, a sender or a password
    that is refused) is tried again: the operator will put it right.
    """
    if isinstance(error, SMTPRecipientsRefused):
        codes = [code for code, _words in error.recipients.values()]
        return ServerAnswer.ADDRESS_REFUSED if codes and all(code >= 500 for code in codes) else ServerAnswer.LATER
    if isinstance(error, SMTPDataError) and error.smtp_code >= 500:
        return ServerAnswer.ADDRESS_REFUSED if error.smtp_code in REFUSES_ADDRESS else ServerAnswer.NEVER
    if isinstance(error, SMTPResponseException):
        return ServerAnswer.LATER
    return ServerAnswer.UNKNOWN if handed_over else ServerAnswer.LATER

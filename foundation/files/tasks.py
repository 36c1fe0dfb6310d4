"""Clear away files that nobody waits for, and read the words of those that were sent: late or twice without harm."""

from datetime import timedelta

from foundation.audit.batch_jobs import each
from foundation.files.models import Attachment, StoredFile, Upload
from foundation.files.workflows.office_words import read_office_words
from foundation.files.workflows.sweeping import forget_attachment, forget_stored
from foundation.web.schedule import scheduled

AT_ONCE = 6
"""Each may take a quarter of a minute (`office_words.SECONDS`), and the next ones are read a minute later."""


@scheduled(every=timedelta(hours=1))
def clear_files() -> int:
    """Delete abandoned uploads, what was removed two weeks ago, and bytes that no file has; return how many."""
    gone = each("uploads", list(Upload.objects.outdated()[:500]), Upload.remove)
    gone += each("files", list(Attachment.objects.outdated()[:500]), forget_attachment)
    return gone + each("files", list(StoredFile.objects.unused()[:500]), forget_stored)


@scheduled(every=timedelta(minutes=1))
def read_words_of_files() -> int:
    """Let Office files be found by their words; returns how many were read."""
    return each("file_words", list(StoredFile.objects.with_unread_words()[:AT_ONCE]), read_office_words)

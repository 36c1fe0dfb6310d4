"""Clear away files that nobody waits for: late or twice without harm."""

from datetime import timedelta

from audit.batch_jobs import each
from files.models import Attachment, StoredFile, Upload
from files.workflows.sweeping import forget_attachment, forget_stored
from web.schedule import scheduled


@scheduled(every=timedelta(hours=1))
def clear_files() -> int:
    """Delete abandoned uploads, what was removed two weeks ago, and bytes that no file has; return how many."""
    gone = each("uploads", list(Upload.objects.outdated()[:500]), Upload.remove)
    gone += each("files", list(Attachment.objects.outdated()[:500]), forget_attachment)
    return gone + each("files", list(StoredFile.objects.unused()[:500]), forget_stored)

"""Clear away what nobody waits for any more: abandoned uploads, removed files, bytes that nothing hangs on."""

from django.db import transaction

from audit.models import Head
from files.models import Attachment, StoredFile


def forget_attachment(attachment: Attachment) -> int:
    """Delete a file's row; its bytes go when nothing else hangs on them. Return 1, the number of files that
    went.
    """
    attachment.delete()
    return 1


def forget_stored(stored: StoredFile) -> int:
    """Delete bytes that nothing hangs on; whoever sends the same meanwhile waits for the project's lock, and keeps them
    anew under another name. Return how many files went: 1, or 0 where something hangs on them again.
    """
    with transaction.atomic():
        Head.lock(stored.project)
        if not StoredFile.objects.unused().filter(pk=stored.pk).exists():
            return 0
        files = [stored.file, *(one.file for one in stored.renditions.all())]
        stored.delete()
    for file in files:
        file.delete(save=False)
    return 1

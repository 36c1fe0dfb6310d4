"""Clear away what nobody waits for any more: abandoned uploads, removed files, bytes that no file has."""

from django.db import transaction

from foundation.audit.models import Head
from foundation.files.models import Attachment, StoredFile


def forget_attachment(attachment: Attachment) -> int:
    """Delete a file's row; its bytes go when no other file has them. Return 1, the number of files that
    went.
    """
    attachment.delete()
    return 1


def forget_stored(stored: StoredFile) -> int:
    """Delete bytes that no file has; whoever sends the same meanwhile waits for the project's lock, and keeps them
    anew under another name. Return how many files went: 1, or 0 where a file has them again.
    """
    with transaction.atomic():
        Head.objects.select_for_update().filter(pk=stored.project).first()  # there is none of what is no project's
        if not StoredFile.objects.unused().filter(pk=stored.pk).exists():
            return 0
        files = [stored.file, *(one.file for one in stored.renditions.all())]
        stored.delete()
    for file in files:
        file.delete(save=False)
    return 1

"""Read the words of an Office file, after it was sent: nobody waits for them."""

import subprocess
import sys
from tempfile import NamedTemporaryFile
from threading import BoundedSemaphore

import structlog
from django.db import transaction

from foundation.audit import clock
from foundation.files import office_text
from foundation.files.models import Attachment, FilesChanged, StoredFile
from foundation.files.models.upload import CHUNK_BYTES
from foundation.web.extension_registry import publish
from foundation.web.unicode_safety import replace_nul

log = structlog.get_logger(__name__)

LARGEST = 100 * 1024 * 1024
SECONDS = 15
ONE_FILE = BoundedSemaphore(1)
"""One is read at once in a process: each takes up to half a GB (`office_text.MEMORY`)."""


def read_office_words(stored: StoredFile) -> int:
    """Keep the words of a file, none where it cannot be read or takes too long, and let all that has it be found by
    them; returns 1, or 0 where it has been read meanwhile.
    """
    words = words_in(stored)
    with transaction.atomic():
        unread = StoredFile.objects.filter(pk=stored.pk, words_read_at=None)
        if not unread.update(text=words, words_read_at=clock.now()):
            return 0
        attached = list(Attachment.objects.filter(stored=stored, attached_at__isnull=False, removed_at=None))
        if words and attached:
            publish(FilesChanged(files=attached))
    return 1


def words_in(stored: StoredFile) -> str:
    """Return the words of a file, read by a process of its own."""
    if stored.size > LARGEST:
        return ""
    with NamedTemporaryFile(prefix="ronde-file-") as copy, ONE_FILE:
        command = [sys.executable, "-I", office_text.__file__, copy.name]
        try:
            with stored.file.open("rb") as kept:
                while piece := kept.read(CHUNK_BYTES):
                    copy.write(piece)
            copy.flush()
            read = subprocess.run(command, capture_output=True, timeout=SECONDS, check=True)  # noqa: S603 ours
        except (OSError, subprocess.SubprocessError) as error:  # one that is lost does not keep the others waiting
            log.info("an Office file could not be read", why=type(error).__name__)
            return ""
    return replace_nul(read.stdout.decode("utf-8", "replace"))[: office_text.LETTERS]

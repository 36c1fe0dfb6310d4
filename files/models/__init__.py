"""Files: what is kept of them, what they are attached to, and those on their way."""

from files.models.attachment import Attachment, AttachmentQuerySet, FilesChanged
from files.models.portrait import Portrait
from files.models.stored_file import Rendition, StoredFile
from files.models.upload import Upload, UploadPart

__all__ = [
    "Attachment",
    "AttachmentQuerySet",
    "FilesChanged",
    "Portrait",
    "Rendition",
    "StoredFile",
    "Upload",
    "UploadPart",
]

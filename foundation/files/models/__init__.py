"""Files: what is kept of them, what they are attached to, and those on their way."""

from foundation.files.models.attachment import Attachment, AttachmentQuerySet, FilesChanged
from foundation.files.models.portrait import Portrait
from foundation.files.models.stored_file import Rendition, StoredFile
from foundation.files.models.upload import Upload, UploadPart

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

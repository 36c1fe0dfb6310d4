"""Files go along with their project; what is on its way goes with who sends it."""

from typing import Any

from foundation.files.models import Attachment, Portrait, Rendition, StoredFile, Upload, UploadPart
from foundation.files.pictures import Picture
from foundation.web.kept_data import KeptData


def mend_stored(row: Any) -> None:
    """Let nothing pass for a picture of ours but what browsers show as one: it alone is not sent to be saved."""
    if row.kind not in StoredFile.Kind or (row.is_image and row.type not in Picture.endings):
        row.kind = StoredFile.Kind.FILE


KEPT_DATA = KeptData(
    app="files",
    tables={StoredFile: "project", Rendition: "stored__project", Attachment: "project"},
    left_out={
        Upload: "files on their way to this server",
        UploadPart: "pieces of files on their way",
        Portrait: "what people look like is theirs, and no project's",
    },
    arriving={StoredFile: mend_stored},
    private={UploadPart: "upload__by", Upload: "by", Portrait: "user"},
    common={Attachment: ("by",)},
)

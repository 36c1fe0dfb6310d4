"""What a file is, by its bytes: what its sender says of it is not believed."""

import re
from typing import Any

from foundation.files.file_names import ending_of

try:
    import magic  # needs the C library libmagic
except ImportError:  # pragma: no cover
    magic = None  # type: ignore[assignment] # the module, or nothing

HAS_LIBMAGIC = magic is not None
LOOKED_AT = 8192
"""So many of the first bytes say what it is."""
UNKNOWN = "application/octet-stream"
PDF = "application/pdf"
ZIP = "application/zip"
OFFICE = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
}
"""What is a ZIP inside: of these the ending is believed, where the first bytes are those of a ZIP."""
FIRST_BYTES = (
    (b"%PDF-", PDF),
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/x-rar"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"MZ", "application/x-dosexec"),
    (b"\x7fELF", "application/x-executable"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"fLaC", "audio/flac"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)
MOVIES = {b"qt  ": "video/quicktime", b"heic": "image/heic", b"heix": "image/heic", b"mif1": "image/heif",
          b"avif": "image/avif", b"M4A ": "audio/mp4"}  # fmt: skip
SENT_AS_IT_IS = re.compile(
    r"(application/(pdf|zip|gzip|x-7z-compressed|vnd\.(oasis\.opendocument|openxmlformats-officedocument)\.[\w.-]+)"
    r"|text/plain|(audio|video)/[\w.-]+)"
)
"""Types that no browser runs anything of; whatever else is there leaves as bytes without a type."""


def type_of(first: bytes, name: str) -> str:
    """Return the type of a file (`application/pdf`), from its first bytes; `name` only tells one kind of ZIP from
    another.
    """
    found = by_libmagic(first) if HAS_LIBMAGIC else by_first_bytes(first)
    if first[:5] == b"%PDF-":
        return PDF
    if found in {ZIP, UNKNOWN, "application/x-zip-compressed"} and first[:2] == b"PK":
        return OFFICE.get(ending_of(name), ZIP)
    return found


def by_libmagic(first: bytes) -> str:
    """Ask libmagic, which knows hundreds of types."""
    library: Any = magic
    try:
        found = str(library.from_buffer(first, mime=True))
    except library.MagicException:
        return by_first_bytes(first)
    return found[:100] if re.fullmatch(r"[\w.+-]+/[\w.+-]+", found) else UNKNOWN


def by_first_bytes(first: bytes) -> str:
    """Tell the commonest types; text where it can be read as such."""
    for begins, found in FIRST_BYTES:
        if first.startswith(begins):
            return found
    if first[4:8] == b"ftyp":
        return MOVIES.get(first[8:12], "video/mp4")
    if first[:4] == b"RIFF":
        return {b"WAVE": "audio/x-wav", b"AVI ": "video/x-msvideo"}.get(first[8:12], UNKNOWN)
    return "text/plain" if is_text(first) else UNKNOWN


def is_text(first: bytes) -> bool:
    """Return whether the bytes are text in UTF-8; the last character may be cut."""
    try:
        first[: max(len(first) - 3, 0)].decode() if len(first) >= LOOKED_AT else first.decode()
    except UnicodeDecodeError as error:
        return error.start > LOOKED_AT - 8
    return b"\0" not in first


def served_type(found: str) -> str:
    """Return the type as which a file leaves: one that nothing is run of."""
    if not SENT_AS_IT_IS.fullmatch(found):
        return UNKNOWN
    return f"{found}; charset=utf-8" if found == "text/plain" else found

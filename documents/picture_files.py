"""The pictures of documents as files: kept when they come in, read when they go out."""

from collections.abc import Sequence

from accounts.models import User
from documents.exchange.pictures import Picture
from documents.models import Document


def keep_pictures(document: Document, pictures: Sequence[Picture], *, by: User | None) -> dict[str, str]:
    """Hang pictures on a document; return the id of the file of each that could be kept, by its address.

    None is kept yet: files are not there.
    """
    return {}


def picture_of(document: Document, address: str, user: User | None) -> tuple[str, bytes] | None:
    """Return type and bytes of a picture of the document, by the address that its HTML has, where the person may see
    it; None for any other.
    """
    return None

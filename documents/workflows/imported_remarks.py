"""Comments and tracked changes that came with a file."""

from collections.abc import Sequence

from accounts.models import User
from documents.exchange.remarks import Remark
from documents.models import Document


def keep_remarks(document: Document, remarks: Sequence[Remark], *, by: User) -> list[Remark]:
    """Keep what a file's people said about its text where the document has a place for it; return what it has none for,
    which the import then lists.

    Until there are comments and suggestions, it has none.
    """
    return list(remarks)

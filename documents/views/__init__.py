"""Pages of documents: themselves, and what people say about their words."""

from documents.views.documents import (
    document,
    documents,
    download,
    import_document,
    new_document,
    rename,
)

__all__ = ["document", "documents", "download", "import_document", "new_document", "rename"]

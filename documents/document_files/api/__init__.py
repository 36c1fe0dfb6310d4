"""API of documents that come in as files and go out as files."""

from documents.document_files.api.exchange import router

__all__ = ["router"]

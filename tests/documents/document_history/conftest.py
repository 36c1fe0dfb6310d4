"""The document that people have open is the same as for co-editing."""

from tests.documents.coediting.conftest import scene, stored

__all__ = ["scene", "stored"]

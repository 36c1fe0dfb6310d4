"""The document that people have open is the same as for co-editing."""

from tests.coediting.conftest import scene, stored

__all__ = ["scene", "stored"]

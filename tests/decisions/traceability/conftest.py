"""The people, the circles and the specification of the tests of clauses."""

from tests.decisions.specification.conftest import circle, document, project, ratified

__all__ = ["circle", "document", "project", "ratified"]

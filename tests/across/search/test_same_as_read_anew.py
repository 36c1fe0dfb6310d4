"""What the index says after each thing was written by its verbs is what it says when all is read anew: no verb forgets
to tell it, and no fact that it keeps goes stale.
"""

from typing import Any

import pytest

from across.search.indexing import reindex
from across.search.models import Text
from circles.projects.models import Project
from documents.documents.workflows.read_words import read_words
from tests.architecture.addresses import one_of_each

# What is indexed is indexed by what the verbs publish: rows that are written again publish nothing.
pytestmark = [pytest.mark.django_db, pytest.mark.one_database, pytest.mark.usefixtures("made_anew")]


def rows(project: Project) -> set[tuple[Any, ...]]:
    """Return what the index says of a project, but for the order in which it was written."""
    said = [field.attname for field in Text._meta.concrete_fields if field.name != "id"]
    return set(Text.objects.filter(project=project).values_list(*said))


def test_what_was_indexed_as_it_was_written_is_the_same_read_anew() -> None:
    project = Project.objects.get(slug=one_of_each().names["slug"])
    for document in project.document_set.all():
        read_words(document.pk)  # as is done a moment after the writing
    kept = rows(project)
    reindex(project)
    assert rows(project) ^ kept == set()
    kinds = {kind for _project, kind, *_rest in kept}
    assert kinds >= {"document", "comment", "proposal", "decision", "action", "message", "attachment"}

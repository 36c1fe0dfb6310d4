"""As what the index of a project was written: one that was written otherwise than it would be now is written anew."""

from dataclasses import fields
from hashlib import sha256

from django.db.models import Exists, OuterRef, Q, QuerySet

from across.search.candidates import TOKENS
from across.search.indexed_part import IndexedPart
from across.search.models import Text, WrittenIndex
from across.search.stems import STEMMERS
from circles.projects.domain_events import ProjectCreated
from circles.projects.models import Project

REVISION = 3
"""Add one where other words or facts are kept of things: what no field, token or stemmer shows."""


def version_of(revision: int, *names: str) -> str:
    """Return how an index is called that keeps these; anything more or less is another version."""
    return sha256(" ".join((str(revision), *names)).encode()).hexdigest()[:16]


VERSION = version_of(REVISION, *(one.name for one in fields(IndexedPart)), *TOKENS, *STEMMERS)


def note_version(project: Project) -> None:
    """Keep that the index of a project is as it is written now."""
    WrittenIndex.objects.update_or_create(project=project, defaults={"version": VERSION})


def begin_index(event: ProjectCreated) -> None:
    """Keep of a new project that nothing in its index is of another version."""
    note_version(event.project)


def outdated_projects() -> QuerySet[Project]:
    """Find the projects whose index is of another version, or is not there."""
    texts = Exists(Text.objects.filter(project=OuterRef("pk")))
    current = Exists(WrittenIndex.objects.filter(project=OuterRef("pk"), version=VERSION))
    return Project.objects.filter(~Q(texts) | ~Q(current))

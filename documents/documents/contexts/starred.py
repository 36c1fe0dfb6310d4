"""The documents a person marked, for the sidebar."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from circles.navigation.entries import Starred
from circles.projects.models import Project
from documents.documents.models import Document
from foundation.accounts.models import User
from foundation.web.repeated_query import RepeatedQuery, uuid_of

MOST = 8
MARKS = 500
"""So many of a person's newest favourites, of all projects, are gone through for those of one."""


def starred_documents(project: Project, user: User) -> list[Starred]:
    """Return what they marked and may read, as long as it is not put away."""
    rows = [row for row in _asked.rows(user=user.pk) if uuid_of(row[0]) == project.pk]
    found = [Document(project=project, title=title, number=number) for _project, title, number in rows[:MOST]]
    return [Starred(document.title, document.get_absolute_url(), icon="file-text") for document in found]


def _marked(user: UUID) -> QuerySet[Document, Any]:
    """Find those of all projects: asked about one, SQLite goes through all its documents, not the few favourites."""
    marked = Document.objects.filter(favourites__user=user).listed().readable_by(User(pk=user))
    return marked.order_by("-favourites__made_at").values_list("project", "title", "number")[:MARKS]


_asked = RepeatedQuery(_marked, "user")
"""Every page asks it, and to compose it took a tenth of the page."""

"""The documents a person marked, for the sidebar."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from circles.models import Project
from circles.navigation.stars import Starred
from documents.models import Document
from web.composed_query import ComposedQuery

MOST = 8


def starred_documents(project: Project, user: User) -> list[Starred]:
    """Return what they marked and may read, as long as it is not put away."""
    rows = _asked.rows(user=user.pk, project=project.pk)
    found = [Document(project=project, title=title, number=number) for title, number in rows]
    return [Starred(document.title, document.get_absolute_url(), icon="file-text") for document in found]


def _marked(user: UUID, project: UUID) -> QuerySet[Document, Any]:
    listed = Document.objects.filter(project=project).listed().readable_by(User(pk=user))
    marked = listed.filter(favourites__user=user).order_by("-favourites__made_at")
    return marked.values_list("title", "number")[:MOST]


_asked = ComposedQuery(_marked, "user", "project")
"""Every page asks it, and to compose it took a tenth of the page."""

"""The documents a person marked, for the sidebar."""

from accounts.models import User
from circles.models import Project
from circles.navigation.stars import Starred
from documents.models import Document

MOST = 8


def starred_documents(project: Project, user: User) -> list[Starred]:
    """Return what they marked and may read, as long as it is not put away."""
    found = Document.objects.in_project(project).listed().readable_by(user).filter(favourites__user=user)
    shown = []
    for document in found.order_by("-favourites__made_at")[:MOST]:
        document.project = project
        shown.append(Starred(document.title, document.get_absolute_url(), icon="file-text"))
    return shown

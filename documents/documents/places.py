"""Folders and pages as people type them: what fits, and what is meant."""

from collections.abc import Iterable

from circles.circles.models import Circle
from circles.projects.forms.autocomplete import Choice
from circles.projects.models import Project
from documents.documents.models import Document, DocumentFolder
from documents.documents.workflows.placing import DocumentPlace
from foundation.accounts.models import User
from foundation.web.collation import Alphabetical
from foundation.web.pagination import number_in

SHOWN = 8
PARTED = " / "


def path_names(folders: Iterable[DocumentFolder]) -> str:
    """Write a folder with those that it stands in: Plans / 2026."""
    return PARTED.join(folder.name for folder in folders)


def places_for(project: Project, typed: str) -> list[Choice]:
    """Return folders and pages that fit what is typed; of pages everyone in the project knows the titles."""
    folders, pages = DocumentFolder.objects.in_project(project), Document.objects.in_project(project).listed()
    for word in typed.split():
        folders, pages = folders.filter(name__icontains=word), pages.filter(title__icontains=word)
    named = [
        Choice(path_names(folder.path()), note=folder.circle.name)
        for folder in folders.select_related("circle").order_by(Alphabetical("name"))[: SHOWN // 2]
    ]
    shown = pages.select_related("circle").order_by(Alphabetical("title"))[: SHOWN - len(named)]
    return [*named, *(Choice(f"{page.reference} {page.title}", note=page.circle.name) for page in shown)]


def place_named(project: Project, user: User, typed: str, circle: Circle) -> DocumentPlace | None:
    """Return the folder or page that is meant; a folder of this circle before one of another. None for none or several
    that cannot be told apart.
    """
    reference = typed.partition(" ")[0]
    if reference.upper().startswith("DOC-") and (number := number_in(reference[4:])) is not None:
        page = Document.objects.in_project(project).visible_to(user).listed().filter(number=number)
        below = page.select_related("circle", "project").first()
        return DocumentPlace(below.circle, below=below) if below else None
    name = typed.rpartition(PARTED.strip())[2].strip()
    wanted = typed.casefold()
    known = DocumentFolder.objects.in_project(project).filter(name__iexact=name).select_related("circle")
    fitting = [folder for folder in known if PARTED not in typed or path_names(folder.path()).casefold() == wanted]
    nearest = [folder for folder in fitting if folder.circle_id == circle.pk] or fitting
    return DocumentPlace(nearest[0].circle, folder=nearest[0]) if len(nearest) == 1 else None

"""Folders: make one, rename it, put it elsewhere, remove it."""

from django.db import transaction
from django.utils.translation import gettext as _

from circles.circles.models import Circle
from documents.documents.event_types import DocumentEvent, FolderEvent
from documents.documents.models import Document, DocumentFolder
from documents.documents.models.folder import MAX_DEEP, MAX_FOLDER, MAX_FOLDERS
from documents.documents.workflows.ordering import position_after
from foundation.accounts.models import User
from foundation.web.exceptions import Refused


def make_folder(circle: Circle, name: str, *, by: User, inside: DocumentFolder | None = None) -> DocumentFolder:
    """Make a folder in a circle, or in a folder of it. Records `folder.created`.

    :raises Refused: in a closed circle, for a name that is there already, and where folders stand too deep.
    """
    with transaction.atomic():
        circle, inside = circle.open_or_refuse(), inside and folder_now(inside)
        if DocumentFolder.objects.in_circle(circle).count() >= MAX_FOLDERS:
            raise Refused(_("A circle has at most %(number)s folders.") % {"number": MAX_FOLDERS})
        if inside and len(inside.path()) >= MAX_DEEP:
            raise Refused(_("Folders go at most %(number)s deep.") % {"number": MAX_DEEP})
        folder = DocumentFolder(project=circle.project, circle=circle, inside=inside, created_by=by)
        folder.position = position_after(DocumentFolder.objects.in_place(circle, inside))
        _name(folder, name)
        folder.save()
        folder.record_event(FolderEvent.CREATED, by=by, also=["documents"])
    return folder


def rename_folder(folder: DocumentFolder, name: str, *, by: User) -> None:
    """Call a folder something else. Records `folder.renamed`."""
    with transaction.atomic():
        found = folder.locked()
        before = found.name
        _name(found, name)
        if found.name != before:
            found.save()
            found.record_event(FolderEvent.RENAMED, by=by, also=["documents"], before=before)


def move_folder(folder: DocumentFolder, inside: DocumentFolder | None, *, by: User) -> None:
    """Put a folder into another one of its circle, or at its top. Records `folder.moved`.

    :raises Refused: into itself or what it holds, into another circle's, and where folders would stand too deep.
    """
    with transaction.atomic():
        found, inside = folder.locked(), inside and folder_now(inside)
        path = inside.path() if inside else []
        if inside and inside.circle_id != found.circle_id:
            raise Refused(_("A folder stays in its circle; move the documents."))
        if found.pk in {one.pk for one in path}:
            raise Refused(_("A folder cannot go into itself."))
        if len(path) + _height(found) > MAX_DEEP:
            raise Refused(_("Folders go at most %(number)s deep.") % {"number": MAX_DEEP})
        if inside == found.inside:
            return
        found.inside, found.position = inside, position_after(DocumentFolder.objects.in_place(found.circle, inside))
        _name(found, found.name)
        found.save()
        found.record_event(FolderEvent.MOVED, by=by, also=["documents"], into=inside.name if inside else "")


def remove_folder(folder: DocumentFolder, *, by: User) -> None:
    """Take a folder away; what is in it stands then where the folder stood. Records `folder.removed`.

    :raises Refused: where a folder in it has the name of one that stands there.
    """
    with transaction.atomic():
        found = folder.locked()
        for inner in found.folders.all():
            inner.inside = found.inside
            _name(inner, inner.name)
            inner.save()
        for document in Document.objects.filter(folder=found):
            document.folder = found.inside
            document.save()
        found.record_event(FolderEvent.REMOVED, by=by, also=["documents"])
        found.delete()


def folder_now(folder: DocumentFolder) -> DocumentFolder:
    """Read a folder afresh; the caller holds the project's lock, so it stays as it is.

    :raises Refused: for one that was removed.
    """
    found = DocumentFolder.objects.select_related("project", "circle").filter(pk=folder.pk).first()
    if found is None:
        raise Refused(_("This folder no longer exists."))
    return found


def transfer_folders(circle: Circle, to: Circle) -> int:
    """Let a circle's folders stand in another one, before its documents go there."""
    folders = list(DocumentFolder.objects.in_circle(circle))
    for folder in folders:
        folder.circle = to
        folder.save()
    return len(folders)


def put_into(document: Document, folder: DocumentFolder | None, *, by: User) -> None:
    """Put a locked document into a folder of its circle, or into none, and record it; the caller checks."""
    document.folder, document.parent = folder, None
    document.save()
    document.record_event(
        DocumentEvent.DOCUMENT_PLACED, by=by, also=["documents"], folder=folder.name if folder else "", below=""
    )


def _name(folder: DocumentFolder, name: str) -> None:
    wanted = " ".join(name.split())
    if not wanted or len(wanted) > MAX_FOLDER:
        raise Refused(_("A folder’s name has at most %(number)s characters.") % {"number": MAX_FOLDER})
    beside = DocumentFolder.objects.in_place(folder.circle, folder.inside).exclude(pk=folder.pk)
    if beside.filter(name__iexact=wanted).exists():
        raise Refused(_("A folder “%(name)s” already exists here.") % {"name": wanted})
    folder.name = wanted


def _height(folder: DocumentFolder) -> int:
    """Return how many folders stand in one another below this one, with itself."""
    height, row = 0, [folder.pk]
    while row and height <= MAX_DEEP:
        height += 1
        row = list(DocumentFolder.objects.filter(inside__in=row).values_list("pk", flat=True))
    return height

"""API of how documents are ordered: folders, places, what names a document, and several changed at once."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from circles.circles.access import circle_for
from circles.circles.models.shared_word import MAX_WORD
from circles.projects.access import project_for
from circles.projects.models import Project
from documents.documents import permissions
from documents.documents.contexts.documents import with_numbers
from documents.documents.contexts.linked import linked_from
from documents.documents.contexts.together import chosen_among, refuse_others
from documents.documents.models import Document, DocumentFolder
from documents.documents.models.folder import MAX_FOLDER
from documents.documents.workflows import together
from documents.documents.workflows.folders import make_folder, move_folder, remove_folder, rename_folder
from documents.documents.workflows.ordering import order_folder, order_page
from documents.documents.workflows.placing import DocumentPlace, place
from foundation.accounts.decorators import asker
from foundation.accounts.models import User
from foundation.web.api_bodies import Body
from foundation.web.exceptions import require
from foundation.web.pagination import found_after

router = Router()


class FolderOut(Schema):
    """A folder: in which circle (a key) and folder it stands, how many documents stand right in it, and its `position`
    among the folders beside it (all 0: by name).
    """

    id: int
    position: int
    name: str
    circle: str
    inside: int | None
    documents: int


class FolderIn(Body):
    """A new folder; within a folder (`inside`) it stands in that one's circle."""

    name: str = Field(min_length=1, max_length=MAX_FOLDER)
    circle: str = "general"
    inside: int | None = None


class FolderPatch(Body):
    """What changes of a folder; `inside` null puts it at the top of its circle."""

    name: str | None = Field(None, min_length=1, max_length=MAX_FOLDER)
    inside: int | None = None


class DocumentPlaceIn(Body):
    """Where documents go: into a folder, below a page (`below`, its number), or at the top of a circle (a key)."""

    circle: str = ""
    folder: int | None = None
    below: int | None = None


class DocumentPlaceOut(Schema):
    """Where a document stands; `pages` are the numbers of those right below it, in their order."""

    circle: str
    folder: int | None
    below: int | None
    pages: list[int]


class OrderIn(Body):
    """Before which one beside it something goes: a page by its number, a folder by its id; null puts it last."""

    before: int | None


class LinkedOut(Schema):
    """A thing that names a document: its kind, short name, words and address."""

    kind: str
    reference: str
    words: str
    address: str


class DocumentChangesIn(Body):
    """Documents by their numbers, and what to change of them all: their place, one more tag, whether archived."""

    documents: list[int] = Field(min_length=1, max_length=together.AT_MOST)
    place: DocumentPlaceIn | None = None
    tag: str = Field("", max_length=MAX_WORD)
    archived: bool | None = None


class DocumentChangesOut(Schema):
    """The numbers of those that did change."""

    documents: list[int]


def folder_out(folder: DocumentFolder) -> FolderOut:
    """Return a folder as the API shows it."""
    number = vars(folder).get("number")
    counted = folder if number is not None else with_numbers([folder])[0]
    return FolderOut(
        id=folder.pk,
        position=folder.position,
        name=folder.name,
        circle=folder.circle.key,
        inside=folder.inside_id,
        documents=vars(counted)["number"],
    )


def folder_at(project: Project, pk: int) -> DocumentFolder:
    """Find a folder of a project."""
    return get_object_or_404(DocumentFolder.objects.in_project(project).select_related("project", "circle"), pk=pk)


def folder_to_change(request: HttpRequest, slug: str, pk: int) -> DocumentFolder:
    """Find a folder that the person may change."""
    found = folder_at(project_for(request, slug), pk)
    require(permissions.may_write_in(asker(request), found.circle))
    return found


def place_in(request: HttpRequest, project: Project, data: DocumentPlaceIn, otherwise: Document) -> DocumentPlace:
    """Read where documents go, where the person may put them; the circle of one where none is said."""
    user = asker(request)
    if data.below is not None:
        pages = Document.objects.in_project(project).visible_to(user).listed().select_related("circle", "project")
        page = get_object_or_404(pages, number=data.below)
        require(permissions.may_arrange(user, page))
        to = DocumentPlace(page.circle, below=page)
    elif data.folder is not None:
        folder = folder_at(project, data.folder)
        to = DocumentPlace(folder.circle, folder=folder)
    else:
        to = DocumentPlace(circle_for(request, project.slug, data.circle) if data.circle else otherwise.circle)
    require(permissions.may_write_in(user, to.circle))
    return to


def to_arrange(request: HttpRequest, document: UUID) -> Document:
    """Find a document that the person may arrange: 403 with the reason for a restricted one."""
    user = asker(request)
    found = Document.objects.visible_to(user).select_related("project", "circle", "folder", "parent", "log")
    known = get_object_or_404(found, pk=document)
    permissions.require_reading(user, known)
    require(permissions.may_arrange(user, known))
    return known


def place_out(document: Document, user: User) -> DocumentPlaceOut:
    """Return where a document stands."""
    pages = Document.objects.visible_to(user).listed().filter(parent=document).as_put()
    return DocumentPlaceOut(
        circle=document.circle.key,
        folder=document.folder_id,
        below=document.parent.number if document.parent else None,
        pages=list(pages.values_list("number", flat=True)),
    )


@router.get("projects/{slug}/document-folders", response=list[FolderOut])
def list_folders(
    request: HttpRequest, response: HttpResponse, slug: str, circle: str = "", after: str = ""
) -> list[FolderOut]:
    """List the folders of a project, or of a circle, by name."""
    every = DocumentFolder.objects.in_project(project_for(request, slug)).in_scope(circle).select_related("circle")
    found = found_after(request, response, every, after, key="name")
    return [folder_out(folder) for folder in with_numbers(list(found))]


@router.post("projects/{slug}/document-folders", response={201: FolderOut})
def create_folder(request: HttpRequest, slug: str, data: FolderIn) -> Status[FolderOut]:
    """Make a folder."""
    inside = folder_at(project_for(request, slug), data.inside) if data.inside is not None else None
    circle = inside.circle if inside else circle_for(request, slug, data.circle)
    require(permissions.may_write_in(asker(request), circle))
    return Status(201, folder_out(make_folder(circle, data.name, by=asker(request), inside=inside)))


@router.patch("projects/{slug}/document-folders/{int:folder}", response=FolderOut)
def change_folder(request: HttpRequest, slug: str, folder: int, data: FolderPatch) -> FolderOut:
    """Rename a folder, or put it elsewhere in its circle."""
    found, said = folder_to_change(request, slug, folder), data.dict(exclude_unset=True)
    if said.get("name"):
        rename_folder(found, said["name"], by=asker(request))
    if "inside" in said:
        inside = folder_at(found.project, said["inside"]) if said["inside"] is not None else None
        move_folder(found, inside, by=asker(request))
    return folder_out(folder_at(found.project, folder))


@router.delete("projects/{slug}/document-folders/{int:folder}", response={204: None})
def delete_folder(request: HttpRequest, slug: str, folder: int) -> Status[None]:
    """Take a folder away; what is in it stays, where the folder stood."""
    remove_folder(folder_to_change(request, slug, folder), by=asker(request))
    return Status(204, None)


@router.get("documents/{uuid:document}/place", response=DocumentPlaceOut)
def document_place(request: HttpRequest, document: UUID) -> DocumentPlaceOut:
    """Read where a document stands."""
    user = asker(request)
    found = Document.objects.filter(project__in=Project.objects.visible_to(user)).visible_to(user)
    return place_out(get_object_or_404(found.select_related("circle", "parent"), pk=document), user)


@router.put("documents/{uuid:document}/place", response=DocumentPlaceOut)
def place_document(request: HttpRequest, document: UUID, data: DocumentPlaceIn) -> DocumentPlaceOut:
    """Put a document into a folder, below a page, or at the top of a circle; its pages go along. Below a restricted
    page they are restricted alike, where one may restrict them.
    """
    found = to_arrange(request, document)
    to, may_restrict = place_in(request, found.project, data, found), permissions.restricts(asker(request))
    place(found, to, by=asker(request), may_restrict=may_restrict)
    return place_out(to_arrange(request, document), asker(request))


@router.put("documents/{uuid:document}/order", response=DocumentPlaceOut)
def order_document(request: HttpRequest, document: UUID, data: OrderIn) -> DocumentPlaceOut:
    """Put a page before another one below the same page, or last; returns where that page stands, with its pages."""
    found, user = to_arrange(request, document), asker(request)
    known = Document.objects.in_project(found.project).visible_to(user)
    before = get_object_or_404(known, number=data.before) if data.before is not None else None
    order_page(found, before, by=user)
    page = Document.objects.select_related("circle", "parent").get(pages=found)
    return place_out(page, user)


@router.put("projects/{slug}/document-folders/{int:folder}/order", response=FolderOut)
def put_folder_in_order(request: HttpRequest, slug: str, folder: int, data: OrderIn) -> FolderOut:
    """Put a folder before another one beside it, or last."""
    found = folder_to_change(request, slug, folder)
    before = folder_at(found.project, data.before) if data.before is not None else None
    order_folder(found, before, by=asker(request))
    return folder_out(folder_at(found.project, folder))


@router.get("documents/{uuid:document}/linked-from", response=list[LinkedOut])
def list_linked(request: HttpRequest, document: UUID) -> Any:
    """List what names a document, as far as one may read it."""
    user = asker(request)
    found = Document.objects.filter(project__in=Project.objects.visible_to(user)).select_related("project")
    known = get_object_or_404(found, pk=document)
    permissions.require_reading(user, known)
    return linked_from(known, user)


@router.post("projects/{slug}/document-changes", response=DocumentChangesOut)
def change_documents(request: HttpRequest, slug: str, data: DocumentChangesIn) -> DocumentChangesOut:
    """Change several documents at once: all of them, or none where one may not be changed."""
    project, user = project_for(request, slug), asker(request)
    found = chosen_among(project, user, map(str, data.documents))
    to = place_in(request, project, data.place, found[0]) if data.place else None
    refuse_others([one for one in found if not permissions.may_arrange(user, one)])
    may_restrict = permissions.restricts(user)
    changed = together.change_all(
        project, found, to, data.tag, archived=data.archived, by=user, may_restrict=may_restrict
    )
    return DocumentChangesOut(documents=sorted(changed))

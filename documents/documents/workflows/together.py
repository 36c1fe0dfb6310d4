"""Change several documents at once, and take that back: each by its own verbs, with its own entry in the record; all of
them or none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction

from circles.circles.models import Circle
from circles.projects.models import Project
from circles.projects.workflows.bulk_undo import BulkUndo, EarlierState
from documents.documents.models import Document, DocumentFolder
from documents.documents.workflows import restricting
from documents.documents.workflows.placing import DocumentPlace, place
from documents.documents.workflows.restricting import RestrictionTerms
from documents.documents.workflows.tags import add_tag, set_tags
from foundation.accounts.models import User
from foundation.audit.models import Head

AT_MOST = 100
SALT = "documents changed together"


def place_all(
    project: Project,
    documents: Sequence[Document],
    to: DocumentPlace,
    *,
    by: User,
    may_restrict: Callable[[Document], bool],
) -> BulkUndo:
    """Put several documents into a circle, a folder, or below a page, as `place` does."""
    return _each(project, documents, lambda one: place(one, to, by=by, may_restrict=may_restrict), _standing)


def archive_all(project: Project, documents: Sequence[Document], *, by: User) -> BulkUndo:
    """Put several documents away."""
    return _each(project, documents, lambda one: one.archive(by=by), lambda one: {"archived": one.is_archived})


def restore_all(project: Project, documents: Sequence[Document], *, by: User) -> BulkUndo:
    """List several documents again."""
    return _each(project, documents, lambda one: one.restore(by=by), lambda one: {"archived": one.is_archived})


def tag_all(project: Project, documents: Sequence[Document], name: str, *, by: User) -> BulkUndo:
    """Give several documents one more tag."""
    return _each(project, documents, lambda one: add_tag(one, name, by=by), lambda one: {"tags": _tags(one)})


def change_all(
    project: Project,
    documents: Sequence[Document],
    to: DocumentPlace | None,
    tag: str,
    *,
    archived: bool | None,
    by: User,
    may_restrict: Callable[[Document], bool],
) -> set[int]:
    """Do all that is said with several documents; returns the numbers of those that changed."""
    backs: list[BulkUndo] = []
    with transaction.atomic():
        if archived is False:
            backs.append(restore_all(project, documents, by=by))
        if tag:
            backs.append(tag_all(project, documents, tag, by=by))
        if to:
            backs.append(place_all(project, documents, to, by=by, may_restrict=may_restrict))
        if archived:
            backs.append(archive_all(project, documents, by=by))
    return {one.number for back in backs for one in back.earlier}


def restrict_all(project: Project, documents: Sequence[Document], terms: RestrictionTerms, *, by: User) -> int:
    """Restrict several documents, or say anew of those that are restricted why, until when and for whom. It is taken
    back where each is opened again.
    """
    with transaction.atomic():
        Head.lock(project.pk)
        for document in documents:
            restricting.restrict_or_renew(document, terms, by=by)
    return len(documents)


def undo_all(
    project: Project,
    documents: Sequence[Document],
    back: BulkUndo,
    *,
    by: User,
    may_put: Callable[[DocumentPlace], bool],
    may_open: Callable[[Document], bool],
) -> int:
    """Take a change back where nobody has changed the same since, and where the person may still do what that takes:
    put a document where it stood, open one that was restricted there. Returns of how many documents.
    """
    known = {one.number: one for one in documents}
    with transaction.atomic():
        Head.lock(project.pk)
        rows = [(known[one.number], one) for one in back.earlier if one.number in known]
        return sum(_take_back(each.locked(), one, by=by, may_put=may_put, may_open=may_open) for each, one in rows)


def _each(
    project: Project,
    documents: Sequence[Document],
    act: Callable[[Document], None],
    read: Callable[[Document], dict[str, Any]],
) -> BulkUndo:
    earlier: list[EarlierState] = []
    with transaction.atomic():
        Head.lock(project.pk)
        for document in documents:
            was = read(document.locked())
            act(document)
            now = read(document.locked())
            if was != now:
                earlier.append(EarlierState(document.number, was, now))
    return BulkUndo(earlier)


def _standing(document: Document) -> dict[str, Any]:
    below = document.parent.number if document.parent else None
    is_restricted = document.restrictions.in_force().exists()
    return {"circle": document.circle_id, "folder": document.folder_id, "below": below, "restricted": is_restricted}


def _tags(document: Document) -> list[str]:
    return sorted(document.tags.values_list("name", flat=True))


def _take_back(
    document: Document,
    earlier: EarlierState,
    *,
    by: User,
    may_put: Callable[[DocumentPlace], bool],
    may_open: Callable[[Document], bool],
) -> int:
    was, now = earlier.was, earlier.now
    if "archived" in was and document.is_archived == now["archived"]:
        (document.archive if was["archived"] else document.restore)(by=by)
    elif "tags" in was and _tags(document) == now["tags"]:
        set_tags(document, was["tags"], by=by)
    elif "circle" in was and _standing(document) == now:
        to, opens = _place_at(document, was), now["restricted"] and not was["restricted"]
        if not may_put(to) or (opens and not may_open(document)):
            return 0
        place(document, to, by=by)
        if opens:
            restricting.lift(document, by=by)
    else:
        return 0
    return 1


def _place_at(document: Document, was: dict[str, Any]) -> DocumentPlace:
    """Return where a document stood, as far as that is there still."""
    circle = Circle.objects.get(project=document.project_id, pk=was["circle"])
    folder = DocumentFolder.objects.filter(project=document.project_id, circle=circle, pk=was["folder"]).first()
    below = Document.objects.filter(project=document.project_id, circle=circle, number=was["below"]).first()
    return DocumentPlace(circle, folder, None if folder else below)

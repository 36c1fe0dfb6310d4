"""Make a copy of a document: what it says now, with a history of its own."""

from django.db import transaction
from django.utils.translation import gettext as _

from documents.documents.models import MAX_TITLE, Document
from documents.documents.workflows.placing import DocumentPlace, is_restrictable_by_its_maker, place
from documents.documents.workflows.tags import set_tags
from documents.richtext.nodes import write_tree
from foundation.accounts.models import User
from foundation.web.exceptions import Refused


def duplicate(document: Document, *, by: User) -> Document:
    """Make another document with the same words and tags, beside the first.

    :raises Refused: where the circle is closed, and of a restricted one: its copy would be open to everyone.
    """
    if document.restriction:
        raise Refused(_("This document is restricted; a copy of it would be open to everyone in the project."))
    title = _("Copy of %(title)s") % {"title": document.title}
    nodes = document.nodes()
    with transaction.atomic():
        copy = Document.create(document.circle, title[:MAX_TITLE], by=by, content=write_tree(nodes) if nodes else b"")
        place(copy, DocumentPlace.of(document), by=by, may_restrict=is_restrictable_by_its_maker)
        set_tags(copy, document.tags.values_list("name", flat=True), by=by)
    return copy

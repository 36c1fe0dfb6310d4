"""The tags of a project, and of each document."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from circles.circles.models.shared_word import MAX_WORDS
from circles.projects.models import Project
from documents.documents.event_types import DocumentEvent, TagEvent
from documents.documents.models import Document, DocumentTag
from foundation.accounts.models import User
from foundation.audit.models import Head
from foundation.web.exceptions import Refused

MAX_OF_ONE = 10


def tag_named(project: Project, name: str, *, by: User) -> DocumentTag:
    """Return the project's tag of this name, in whatever case; a new one is made. Records `tag.created`."""
    wanted = DocumentTag.name_or_refused(name)
    with transaction.atomic():
        Head.lock(project.pk)
        found = DocumentTag.objects.in_project(project).named(wanted).first()
        if found is None:
            if DocumentTag.objects.in_project(project).count() >= MAX_WORDS:
                raise Refused(_("A project has at most %(number)s tags.") % {"number": MAX_WORDS})
            found = DocumentTag.objects.create(project=project, name=wanted)
            found.record_event(TagEvent.CREATED, by=by, also=["documents"])
    return found


def set_tags(document: Document, names: Iterable[str], *, by: User) -> None:
    """Give a document these tags and no others. Records `document.tagged` where that changes any."""
    with transaction.atomic():
        document = document.locked()
        document.refuse_if_closed()
        wanted = {(tag := tag_named(document.project, name, by=by)).pk: tag for name in names if name.strip()}
        if len(wanted) > MAX_OF_ONE:
            raise Refused(_("A document has at most %(number)s tags.") % {"number": MAX_OF_ONE})
        if set(wanted) == set(document.tags.values_list("pk", flat=True)):
            return
        document.tags.set(wanted.values())
        listed = sorted(tag.name for tag in wanted.values())
        document.record_event(DocumentEvent.DOCUMENT_TAGGED, by=by, also=["documents"], names=", ".join(listed))


def add_tag(document: Document, name: str, *, by: User) -> None:
    """Give a document one more tag."""
    set_tags(document, [*document.tags.values_list("name", flat=True), name], by=by)


def rename_tag(tag: DocumentTag, name: str, *, by: User) -> None:
    """Call a tag something else, on all documents. Records `tag.renamed`."""
    wanted = DocumentTag.name_or_refused(name)
    with transaction.atomic():
        found = tag.locked()
        if DocumentTag.objects.in_project(found.project).named(wanted).exclude(pk=found.pk).exists():
            raise Refused(_("A tag “%(name)s” already exists.") % {"name": wanted})
        before, found.name = found.name, wanted
        if before != wanted:
            found.save()
            found.record_event(TagEvent.RENAMED, by=by, also=["documents"], before=before)


def remove_tag(tag: DocumentTag, *, by: User) -> None:
    """Take a tag off all documents. Records `tag.removed`."""
    with transaction.atomic():
        found = tag.locked()
        found.record_event(TagEvent.REMOVED, by=by, also=["documents"])
        found.delete()

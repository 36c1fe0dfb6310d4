"""Templates: texts that new documents begin with, which the project's people saved."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from circles.projects.models import Project, Subject
from documents.documents.event_types import DocumentEvent
from documents.documents.models.document import MAX_TITLE, Document
from documents.richtext.nodes import Node, read_tree, write_tree
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.exceptions import Refused

MOST = 200
"""Templates of one project: nobody chooses among more."""


class DocumentTemplateQuerySet(models.QuerySet["DocumentTemplate"]):
    """Finds templates."""

    def in_project(self, project: Project) -> Self:
        """Keep a project's, by title."""
        return self.filter(project=project).order_by("title", "pk")

    def offered(self) -> Self:
        """Leave out those that were removed."""
        return self.filter(removed_at=None)


class DocumentTemplate(Subject):
    """A text that new documents may begin with. It is a copy: the document it was saved from goes its own way."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="document_templates")
    title = models.CharField(_("title"), max_length=MAX_TITLE)
    data = models.BinaryField(editable=False, help_text=_("Its text, as a Yjs update."))
    created_at = models.DateTimeField(_("made"), db_default=Now(), editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True, editable=False)

    objects = DocumentTemplateQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["data"])

    class Meta:
        verbose_name = _("template")
        verbose_name_plural = _("templates")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Lead to the project's templates."""
        return reverse("documents:templates", args=[self.project.slug])

    @classmethod
    def save_from(cls, document: Document, title: str, *, by: User, at: datetime | None = None) -> DocumentTemplate:
        """Keep a copy of a document's text as a template; boxes that were ticked are empty in it."""
        nodes = [_fresh(node) for node in document.nodes()]
        with transaction.atomic():
            document = document.locked()
            found = cls.objects.in_project(document.project).offered()
            if found.filter(title=title).exists():
                raise Refused(_now("There is a template of this name already."))
            if found.count() >= MOST:
                raise Refused(_now("This project has as many templates as it can have; remove one first."))
            template = cls.objects.create(
                project=document.project,
                title=title,
                data=write_tree(nodes),
                created_by=by,
                **({"created_at": at} if at else {}),
            )
            template.record_event(
                DocumentEvent.TEMPLATE_SAVED, by=by, at=at, also=["templates"], document=document.reference
            )
        return template

    def remove(self, *, by: User) -> None:
        """Offer it no more; documents that began with it stay as they are."""
        with transaction.atomic():
            template = self.locked()
            if template.removed_at:
                return
            template.removed_at = clock.now()
            template.save()
            template.record_event(DocumentEvent.TEMPLATE_REMOVED, by=by, also=["templates"])

    def nodes(self) -> list[Node]:
        """Read its text."""
        return read_tree([bytes(self.data)])


def _fresh(node: Node) -> Node:
    """Return a node as a new document has it: without a block's id, with nothing ticked."""
    attrs = {name: value for name, value in node.attrs.items() if name != "bid"}
    if node.kind == "taskItem":
        attrs["checked"] = False
    return Node(node.kind, attrs, [_fresh(child) if isinstance(child, Node) else child for child in node.children])

"""Where a document is named: by a mention or a link in another document, by the words of another thing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.documents.models.document import Document
from documents.richtext.addresses import mentioned
from documents.richtext.nodes import Node, every_node, runs_in

if TYPE_CHECKING:
    from circles.projects.models import Project

MOST = 200
"""So many documents one thing names at most: what names more is a list, and leads to nothing."""


def pattern_of(slug: str) -> re.Pattern[str]:
    """Return what names a document in words: DOC-12, or its address in this project, on whatever host."""
    return re.compile(rf"(?<![\w-])DOC-([0-9]{{1,9}})(?![\w-])|/p/{re.escape(slug)}/documents/([0-9]{{1,9}})(?![\w-])")


def numbers_in(slug: str, texts: Iterable[str]) -> set[int]:
    """Return the numbers of the documents that texts name."""
    pattern = pattern_of(slug)
    found = {int(one or other) for text in texts for one, other in pattern.findall(text)}
    return set(sorted(found)[:MOST])


def texts_naming(nodes: list[Node]) -> Iterator[str]:
    """Yield what can name another document in the nodes of one: text, addresses of links, what is mentioned."""
    for run in runs_in(nodes):
        yield run.text
        if "link" in run.marks:
            yield str(run.marks["link"].get("href") or "")
    for node in every_node(nodes):
        key = mentioned(node) if node.kind == "mention" else None
        if key and key[0] == "thing":
            yield key[1]


class DocumentCitationQuerySet(models.QuerySet["DocumentCitation"]):
    """Finds citations of documents."""

    def by(self, kind: str, thing: str) -> Self:
        """Keep those that a thing makes; `thing` is its primary key."""
        return self.filter(kind=kind, thing=thing)


class DocumentCitation(models.Model):
    """A thing that names a document. Derived from texts, and made anew with them: no history. Who asks for them is
    shown only things that they may read.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="citations")
    kind = models.CharField(_("kind"), max_length=40)
    thing = models.CharField(_("thing"), max_length=64)

    objects = DocumentCitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("citation of a document")
        verbose_name_plural = _("citations of documents")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "kind", "thing"], name="one_citation_a_document")
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "thing"], name="document_citations_by_thing")]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing}"

    @classmethod
    def note(cls, project: Project, kind: str, thing: str, texts: Iterable[str]) -> None:
        """Say which documents of its project a thing names now; itself counts for nothing."""
        numbers = numbers_in(project.slug, texts)
        named: set[Any] = set()
        if numbers:
            own = Document.objects.in_project(project).own().filter(number__in=numbers)
            named = {pk for pk in own.values_list("pk", flat=True) if (kind, thing) != ("document", str(pk))}
        known = dict(cls.objects.by(kind, thing).values_list("document", "pk"))
        if gone := [pk for document, pk in known.items() if document not in named]:
            cls.objects.filter(pk__in=gone).delete()
        fresh: list[Any] = [cls(document_id=pk, kind=kind, thing=thing) for pk in named if pk not in known]
        if fresh:
            cls.objects.bulk_create(fresh, ignore_conflicts=True)

"""Files that become documents, and documents that become files: what was asked for, and how far it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Self

from django.core.files.base import File
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from circles.circles.models import Circle
from circles.projects.models import Project
from circles.projects.models.prepared_file import JobQuerySet, PreparedFile
from documents.document_files.event_types import DocumentFileEvent
from documents.documents.models.document import Document, DocumentQuerySet
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused

MADE_WITHIN = timedelta(hours=2)
MOST_DOCUMENTS = 2_000
"""In one export."""


class DocumentImportQuerySet(JobQuerySet["DocumentImport"]):
    """Finds imports of documents."""

    made_within = MADE_WITHIN

    def of(self, user: User, project: Project) -> Self:
        """Keep what a person sent to a project, the last first."""
        return self.filter(by=user, project=project).order_by("-asked_at")


DOCUMENT_IMPORT = "document_import"
"""What an upload is for that becomes documents; its id is the project's address."""


class DocumentImport(PreparedFile):
    """Files that a person sent to become documents, and what came of them. Gone after a week with the file: no history,
    but the record says who made or imported the documents.

    `outcome` is {"documents": [{"number", "source", "lost_pictures": how many, "missing_pictures": their addresses}],
    "problems": [{"file", "sentence"}], "remarks": [{"document": number, …Remark}]}.
    """

    READY, FAILED = DocumentFileEvent.IMPORT_READY, DocumentFileEvent.IMPORT_FAILED

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", verbose_name=_("project"))
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="+", verbose_name=_("circle"))
    name = models.CharField(_("what was sent"), max_length=200)
    title = models.CharField(_("title"), max_length=200, blank=True)
    skips_unreadable = models.BooleanField(_("leaves out what cannot be read"), default=False)
    number = models.PositiveIntegerField(_("files"), default=0)
    outcome = models.JSONField(_("what came in"), default=dict)
    file = models.FileField(_("file"), upload_to="document-imports/", blank=True)

    objects = DocumentImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of documents")
        verbose_name_plural = _("imports of documents")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Lead to where one sees how far it is, and what came in."""
        return reverse("documents:document_import", args=[self.project.slug, self.pk])

    @classmethod
    def request(cls, circle: Circle, file: File[bytes], *, by: User, **said: Any) -> DocumentImport:
        """Keep the files that a person sent, as a ZIP.

        :raises Refused: while another of theirs is under way, and in a closed circle.
        """
        with transaction.atomic():
            User.objects.select_for_update().get(pk=by.pk)  # one after the other, also in two windows
            if circle.is_closed:
                raise Refused(_now("This circle is closed; its documents can only be read."))
            if cls.objects.of(by, circle.project).under_way().exists():
                raise Refused(
                    _now("Your files are already being imported; your inbox will tell you when they are ready.")
                )
            row = cls(project=circle.project, circle=circle, by=by, **said)
            row.file.save(f"{row.pk}.zip", file, save=False)
            row.save()
            row.refresh_from_db(fields=["asked_at"])
        return row

    @property
    def problems(self) -> list[dict[str, str]]:
        """Return the files that could not be read, each with why."""
        return list(self.outcome.get("problems", []))

    @property
    def remarks(self) -> list[dict[str, Any]]:
        """Return what was said about the texts in the files."""
        return list(self.outcome.get("remarks", []))

    def only_document(self, user: User) -> Document | None:
        """Return the document that came in, where it is the only one, and nothing else is to be told of it."""
        rows = self.outcome.get("documents", [])
        lost = any(rows[0].get(name) for name in ("lost_pictures", "missing_pictures")) if rows else False
        if len(rows) != 1 or self.problems or self.remarks or lost:
            return None
        return self.documents(user).select_related("project").first()

    def with_what_came(self, user: User) -> Iterator[tuple[Document, dict[str, Any]]]:
        """Yield each document with its row of the outcome and the `remarks` about it."""
        rows = {row["number"]: {**row, "remarks": []} for row in self.outcome.get("documents", [])}
        for remark in self.remarks:
            rows[remark["document"]]["remarks"].append(remark)
        for document in self.documents(user).select_related("project"):
            yield document, rows[document.number]

    def documents(self, user: User) -> DocumentQuerySet:
        """Return what came in, as far as a person may know of it."""
        numbers = [row["number"] for row in self.outcome.get("documents", [])]
        found = Document.objects.in_project(self.project).visible_to(user).filter(number__in=numbers)
        return found.order_by("number")

    def report_progress(self, done: int, number: int) -> None:
        """Write how many files are read."""
        self.done, self.number = min(done, number), number
        self.save(update_fields=["done", "number"])

    def complete(self, outcome: dict[str, Any]) -> None:
        """Write what came in; the file is not needed any more."""
        self.outcome, self.ready_at, self.done = outcome, clock.now(), self.number
        self._conclude()

    def refuse(self, problems: list[dict[str, str]]) -> None:
        """Write why nothing came in."""
        self.outcome, self.failed_at = {"problems": problems}, clock.now()
        self._conclude()

    def _conclude(self) -> None:
        self.file.delete(save=False)
        self.save()

    def notify_sender(self) -> None:
        """Notify who sent the files of what came of them. Records `IMPORT_READY` or `IMPORT_FAILED`."""
        with transaction.atomic():
            made = self.locked()
            people, count = {made.by: Notice.Reason.OWNER}, len(made.outcome.get("documents", []))
            if made.ready_at:
                made.record_event(self.READY, by=None, people=people, documents=count)
            else:
                made.record_event(self.FAILED, by=None, people=people)


class DocumentExportQuerySet(JobQuerySet["DocumentExport"]):
    """Finds exports of documents."""

    made_within = MADE_WITHIN

    def of(self, user: User, project: Project) -> Self:
        """Keep what a person asked for in a project, the last first."""
        return self.filter(by=user, project=project).order_by("-asked_at")


class DocumentExport(PreparedFile):
    """Documents in one format, as a ZIP, for who asked for them. Gone after a week: no history, but the record says who
    took documents away, and when.
    """

    READY, FAILED = DocumentFileEvent.EXPORT_READY, DocumentFileEvent.EXPORT_FAILED

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", verbose_name=_("project"))
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, null=True, related_name="+", verbose_name=_("circle"))
    numbers = models.JSONField(_("numbers of the documents"), default=list)
    format = models.CharField(_("format"), max_length=8)
    with_comments = models.BooleanField(_("with comments"), default=False)
    number = models.PositiveIntegerField(_("documents"), default=0)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    file = models.FileField(_("file"), upload_to="document-exports/", blank=True)

    objects = DocumentExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("export of documents")
        verbose_name_plural = _("exports of documents")

    def __str__(self) -> str:
        return self.circle.name if self.circle else str(_("Documents"))

    def get_absolute_url(self) -> str:
        """Lead to where one sees how far it is."""
        return reverse("documents:document_export", args=[self.project.slug, self.pk])

    @classmethod
    def request(cls, documents: DocumentQuerySet, project: Project, *, by: User, **said: Any) -> DocumentExport:
        """Ask for documents that the person may read; a task makes the file. Records `DOCUMENTS_EXPORTED`.

        :raises Refused: while another of theirs is under way, without any document, and for too many.
        """
        numbers = list(documents.order_by("number").values_list("number", flat=True)[: MOST_DOCUMENTS + 1])
        if not numbers:
            raise Refused(_now("Choose at least one document."))
        if len(numbers) > MOST_DOCUMENTS:
            raise Refused(_now("These are more than 2,000 documents; choose a circle."))
        with transaction.atomic():
            Project.objects.get(pk=project.pk).locked()
            if cls.objects.of(by, project).under_way().exists():
                raise Refused(
                    _now(
                        "The documents you requested are already being prepared; "
                        "your inbox will tell you when they are ready."
                    )
                )
            row = cls(project=project, by=by, numbers=numbers, number=len(numbers), **said)
            row.save()
            row.refresh_from_db(fields=["asked_at"])
            row.record_event(DocumentFileEvent.DOCUMENTS_EXPORTED, by=by, documents=len(numbers), format=row.format)
        return row

    def documents(self) -> DocumentQuerySet:
        """Return what is in it, as far as who asked may still read it."""
        found = Document.objects.in_project(self.project).readable_by(self.by).filter(number__in=self.numbers)
        return found.order_by("number")

    @property
    def is_readable(self) -> bool:
        """Whether who asked may still read all that is in it."""
        return self.documents().count() == self.number

    def report_progress(self, done: int) -> None:
        """Write how many documents are in it."""
        self.done = done
        self.save(update_fields=["done"])

    def keep_file(self, file: File[bytes], name: str) -> None:
        """Put the file where it can be taken, and say how large it is."""
        super().keep_file(file, name)
        self.size = self.file.size

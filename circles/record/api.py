"""API of the record."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from circles.projects.access import project_for
from circles.record.timeline import Sentence, sentences_of
from foundation.audit.models import Entry
from foundation.web.pagination import seq_page_of

router = Router()


class EntryOut(Schema):
    """One event of the record, with everything its hash covers, and its sentence in the reader's language."""

    seq: int
    sentence: str
    fields: dict[str, Any]
    previous: str
    hash: str


class RecordOut(Schema):
    """A page of the record, newest first; `before` is the cursor of the next page."""

    entries: list[EntryOut]
    before: str


@router.get("projects/{slug}/record", response=RecordOut, operation_id="circles_projects_record")
def record(request: HttpRequest, slug: str, before: str = "") -> Any:
    """Read the record, newest first."""
    project = project_for(request, slug)
    page = seq_page_of(Entry.objects.of_project(project.pk), before)
    sentences = sentences_of(project, page.rows, reader=None)
    return {"entries": [entry_out(one) for one in sentences], "before": page.next}


def entry_out(sentence: Sentence) -> dict[str, Any]:
    """Return what an entry is, with its words."""
    entry = sentence.entry
    sealed = {"fields": entry.fields(), "previous": entry.previous, "hash": entry.hash}
    return {"seq": entry.seq, "sentence": sentence.text, **sealed}

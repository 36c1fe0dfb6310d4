"""Things of a project that take several steps to make."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from circles.projects.workflows.project_settings import change_settings
from decisions.decisions.models import ClauseTouch
from decisions.decisions.models.proposals.touched_clause import TakenTexts
from decisions.decisions.workflows.ratifying import ratify
from decisions.specification.models import Clause
from decisions.specification.workflows.clauses import describe, make_clause
from decisions.tracks.models import Criterion, Evidence, Question, StopLines, StopNote, Track
from decisions.tracks.workflows.criteria import add_criterion
from decisions.tracks.workflows.evidence import record_evidence
from decisions.tracks.workflows.stopping import stop
from documents.documents.models import Document, DocumentFolder
from documents.documents.workflows.placing import DocumentPlace, begin_page
from documents.documents.workflows.public_links import make_public_link
from documents.documents.workflows.quiet_text import process_quiet_text
from documents.documents.workflows.tags import set_tags
from tests.decisions.decisions.people import Cast
from tests.factories import a_written


def a_track_at_its_gate(cast: Cast) -> tuple[Track, Evidence, StopNote, Criterion]:
    """Ask a question, and have its first track stand at its gate; it was stopped before, and has a note."""
    question = Question.ask(cast.circle, "Which seal?", by=cast.ada)
    criterion = add_criterion(question, "kill", "Leak", ">", Decimal("0.2"), unit="ml/h", by=cast.ada)
    day = cast.project.day_of(datetime.now(UTC)) + timedelta(30)
    track = Track.propose(question, "Lip seal", by=cast.ada, learn_by=day)
    Track.propose(question, "Face seal", by=cast.ada, learn_by=day)
    track.start(by=cast.ada)
    note = stop(track, StopLines("It leaks.", "0.3 ml/h.", "The bench.", "It leaks less."), by=cast.ada)
    track.resume(by=cast.ada, reason="A better lip.")
    entry = record_evidence(track, metric="Leak", unit="ml/h", value=Decimal("0.3"), by=cast.ada)
    return track, entry, note, criterion


def a_leaflet(cast: Cast, folder: DocumentFolder) -> Document:
    """Return a document with a tag and a public link, in a folder, and with a page below it."""
    change_settings(cast.project, by=cast.fay, public_links=True)
    leaflet = begin_page(DocumentPlace(cast.circle, folder=folder), "Leaflet", by=cast.ada)
    begin_page(DocumentPlace(cast.circle, below=leaflet), "Page of the leaflet", by=cast.ada)
    set_tags(leaflet, ["seals"], by=cast.ada)
    make_public_link(leaflet, by=cast.ada)
    return leaflet


def a_ratified_clause(cast: Cast) -> Clause:
    """Make a clause of Hydraulics, which a decision has ratified."""
    document = a_written(Document.objects.get(project=cast.project, genre="specification"), "It lifts.", by=cast.ada)
    process_quiet_text(document.pk)
    clause = make_clause(document, str(document.nodes()[-1].attrs["bid"]), by=cast.ada)
    describe(clause, by=cast.ada, circles=[cast.circle])
    decision, found = cast.project.decision_set.all()[0], Clause.objects.for_lists().get(pk=clause.pk)
    with transaction.atomic():
        ratify(decision, [TakenTexts(()).of(ClauseTouch(found))], sync="", by=cast.ada, at=decision.adopted_at)
    return found

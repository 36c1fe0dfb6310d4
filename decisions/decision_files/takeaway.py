"""Decisions to take away: the register as table, as JSON with what everyone said, and as PDF where it can be made."""

from collections.abc import Iterator
from itertools import batched
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from circles.circles.takeaway_parts import AT_ONCE, Row, TakeawayFile, TakeawayPart, TakeawayReader, json_file
from decisions.decision_files.exports import pdf
from decisions.decision_files.exports.csv_export import rows_of
from decisions.decision_files.exports.pdf_export import VOLUME, volumes
from decisions.decision_files.exports.print_view import printed, to_print
from decisions.decisions.models import (
    ClarifyingQuestion,
    Decision,
    Effect,
    ImportedProcess,
    Objection,
    Position,
    Proposal,
    Round,
)
from decisions.decisions.models.register.decision import DecisionQuerySet
from foundation.web.csv_safe import lines_of
from foundation.web.languages import current_language

OBJECTION = (
    "harm", "danger", "fix_days", "fix_cost", "cannot_be_fixed", "certainty", "evidence", "quote", "blocks", "put_at",
    "lifted_at", "lifted_because",
)  # fmt: skip
ROUND = (
    "number", "title", "tension", "text", "effect", "cost", "reversibility", "opened_at", "closes_at", "closed_at",
    "outcome",
)  # fmt: skip


def found_for(reader: TakeawayReader) -> DecisionQuerySet:
    """Return those of the copy, by number."""
    return reader.things(Decision.objects.all()).order_by("number")


def decision_rows(reader: TakeawayReader) -> Iterator[Row]:
    """Yield a decision a row, with the voices of its round."""
    rows = to_print(found_for(reader)).iterator(chunk_size=AT_ONCE)
    for some in batched(rows, AT_ONCE, strict=False):
        for one in printed(list(some), reader.project):
            found = one.decision
            names = ("reference", "title", "text", "cost", "reversibility", "adopted_at", "review_on", "state")
            yield {name: getattr(found, name) for name in names} | {
                "tension": found.round.tension,
                "circle": found.circle.name,
                "decided_by": found.decided_by.name,
                "owner": found.owner.name,
                "superseded_by": found.superseded_by.reference if found.superseded_by else "",
                "revoked_because": found.revoked_because,
                "without": found.without,
                "concerns": [f"{concern.user.name}: {concern.words}" for concern in one.concerns],
                "objections": [f"{objection.by.name}: {objection.harm}" for objection in one.objections],
            }


def proposal_rows(reader: TakeawayReader) -> Iterator[Row]:
    """Yield a proposal a row, with its rounds and their positions, objections, questions, and answers about effects."""
    found = reader.things(Proposal.objects.all()).select_related("circle", "created_by", "owner").order_by("number")
    for some in batched(found.iterator(chunk_size=AT_ONCE), AT_ONCE, strict=False):
        rounds, objections = rounds_of(list(some)), objections_of(list(some))
        questions, effects = questions_of(list(some)), effects_of(list(some))
        for proposal in some:
            names = ("reference", "title", "tension", "text", "effect", "cost", "reversibility", "created_at")
            yield {name: getattr(proposal, name) for name in names} | {
                "circle": proposal.circle.name,
                "proposed_by": proposal.created_by.name if proposal.created_by else "",
                "withdrawn_at": proposal.withdrawn_at,
                "lapsed_at": proposal.lapsed_at,
                "rounds": rounds.get(proposal.pk, []),
                "objections": objections.get(proposal.pk, []),
                "questions": questions.get(proposal.pk, []),
                "effects": effects.get(proposal.pk, []),
            }


def rounds_of(proposals: list[Proposal]) -> dict[int, list[Row]]:
    """Return the rounds of proposals with what was said in them, in two queries."""
    said: dict[int, list[Row]] = {}
    positions = Position.objects.filter(round__proposal__in=proposals, taken_back=None)
    for one in positions.select_related("user").order_by("pk"):
        row = {"by": one.user.name, "kind": one.kind, "words": one.words, "said_at": one.said_at, "late": one.is_late}
        said.setdefault(one.round_id, []).append(row)
    found: dict[int, list[Row]] = {}
    for each in Round.objects.filter(proposal__in=proposals).select_related("decides").order_by("number"):
        row = {name: getattr(each, name) for name in ROUND}
        row |= {"decides": each.decides.name, "positions": said.get(each.pk, [])}
        found.setdefault(each.proposal_id, []).append(row)
    return found


def objections_of(proposals: list[Proposal]) -> dict[int, list[Row]]:
    """Return the objections to proposals, in one query."""
    found: dict[int, list[Row]] = {}
    objections = Objection.objects.filter(proposal__in=proposals).select_related("by", "element").order_by("pk")
    for one in objections:
        row: dict[str, Any] = {name: getattr(one, name) for name in OBJECTION}
        row |= {"by": one.by.name, "element": str(one.element or "")}
        found.setdefault(one.proposal_id, []).append(row)
    return found


def questions_of(proposals: list[Proposal]) -> dict[int, list[Row]]:
    """Return what was asked before people said what they think, with the answers, in one query."""
    found: dict[int, list[Row]] = {}
    asked = ClarifyingQuestion.objects.filter(proposal__in=proposals).select_related("by", "answered_by")
    for one in asked.order_by("pk"):
        row: dict[str, Any] = {name: getattr(one, name) for name in ("text", "asked_at", "answer", "answered_at")}
        row |= {"by": one.by.name, "answered_by": one.answered_by.name if one.answered_by else ""}
        found.setdefault(one.proposal_id, []).append(row)
    return found


def effects_of(proposals: list[Proposal]) -> dict[int, list[Row]]:
    """Return what was answered of what the texts name, in one query."""
    found: dict[int, list[Row]] = {}
    for one in Effect.objects.filter(proposal__in=proposals).select_related("by").order_by("pk"):
        row: dict[str, Any] = {name: getattr(one, name) for name in ("sort", "names", "changes", "why", "answered_at")}
        found.setdefault(one.proposal_id, []).append(row | {"by": one.by.name})
    return found


def imported_rows(reader: TakeawayReader) -> Iterator[Row]:
    """Yield a process of another tool a row, as it came."""
    for process in reader.things(ImportedProcess.objects.all()).order_by("number").iterator(chunk_size=AT_ONCE):
        names = ("number", "source", "key", "title", "team", "proposer", "final_state", "first_seen", "last_seen")
        yield {name: getattr(process, name) for name in names} | {"content": process.content}


def files(reader: TakeawayReader) -> Iterator[TakeawayFile]:
    """Write the register three times, and proposals and imported processes as data."""
    decisions, count = found_for(reader), found_for(reader).count()
    register = rows_of(decisions, reader.project, settings.BASE_URL)
    yield TakeawayFile("decisions/register.csv", lines_of(register), things=count)
    yield json_file("decisions/register.json", decision_rows(reader))
    yield json_file("decisions/proposals.json", proposal_rows(reader))
    if reader.things(ImportedProcess.objects.all()).exists():
        yield json_file("decisions/imported.json", imported_rows(reader))
    if pdf.is_possible():
        yield from pdfs(reader, count)


def pdfs(reader: TakeawayReader, count: int) -> Iterator[TakeawayFile]:
    """Write the register as PDF, in volumes where it is long."""
    rows, done = to_print(found_for(reader)), 0
    made = volumes(reader.project, rows, number=count, language=current_language().code)
    for place, (content, upto) in enumerate(made, start=1):
        name = "register" if count <= VOLUME else f"register-{place:03}"
        yield TakeawayFile(f"decisions/{name}.pdf", [content], things=upto - done)
        done = upto


def number(reader: TakeawayReader) -> int:
    """Count decisions, twice: the PDF takes most of the time."""
    return found_for(reader).count() * (2 if pdf.is_possible() else 1)


PART = TakeawayPart(
    "decisions",
    _("The register as a table, as JSON and, where this server can make it, as PDF; proposals with rounds and voices."),
    number,
    files,
)

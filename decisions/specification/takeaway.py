"""The specification to take away: its clauses as they stand, and each baseline with what it ratified."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext_lazy as _

from circles.circles.takeaway_parts import AT_ONCE, Row, TakeawayFile, TakeawayPart, TakeawayReader, table_files
from decisions.specification.models import Clause, ClauseLineage, ClauseQuerySet, RatifiedText
from decisions.specification.models.lineage import LineageKeys


def found_for(reader: TakeawayReader) -> ClauseQuerySet:
    """Return those of the copy: of documents that its reader may read, or in a whole copy all."""
    found = Clause.objects.in_project(reader.project)
    if reader.circle is not None:
        found = found.filter(circles__in=reader.circles).distinct()
    return found if reader.user is None else found.visible_to(reader.user)


def rows_of(reader: TakeawayReader) -> Iterator[Row]:
    """Yield a clause a row."""
    lineage = lineage_for(reader)
    for clause in found_for(reader).for_lists().in_order().iterator(chunk_size=AT_ONCE):
        yield {
            "key": clause.key,
            "title": clause.title,
            "state": clause.state.value,
            "kind": clause.kind_of,
            "document": clause.document.reference,
            "circles": ", ".join(circle.name for circle in clause.holders),
            "parents": ", ".join(tie.parent.key for tie in clause.parent_ties.all()),
            "became": ", ".join(lineage[clause.pk].became),
            "owner": clause.owner.name if clause.owner else "",
            "baseline": clause.ratified.baseline.number if clause.ratified else "",
            "text": clause.text.words,
            "ratified_text": clause.ratified.words if clause.ratified else "",
            "rationale": clause.rationale,
            "foreign_key": clause.foreign_key,
            "foreign_status": clause.foreign_status,
        }


def lineage_for(reader: TakeawayReader) -> Mapping[int, LineageKeys]:
    """Return by id of each clause what it came from and became, as far as the reader may read these."""
    found = ClauseLineage.objects.filter(before__project=reader.project)
    return (found if reader.user is None else found.visible_to(reader.user)).keys_by_clause()


def ratified_rows(reader: TakeawayReader) -> Iterator[Row]:
    """Yield a ratified text a row, from the first baseline."""
    found = RatifiedText.objects.filter(clause__in=found_for(reader)).select_related("baseline", "clause")
    for text in found.order_by("pk").iterator(chunk_size=AT_ONCE):
        yield {
            "baseline": text.baseline.number,
            "made_at": text.baseline.made_at,
            "key": text.clause.key,
            "title": text.title,
            "text": text.words,
            "retires": text.retires,
        }


def files(reader: TakeawayReader) -> Iterator[TakeawayFile]:
    """Write both as tables."""
    yield from table_files("specification/clauses", lambda: rows_of(reader), things=number(reader))
    yield from table_files("specification/baselines", lambda: ratified_rows(reader), things=0)


def number(reader: TakeawayReader) -> int:
    """Count the clauses."""
    return found_for(reader).count()


PART = TakeawayPart("specification", _("All clauses with their states, and every baseline's texts."), number, files)

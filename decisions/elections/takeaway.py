"""Elections to take away: what each role was for, whom people nominated and why, and who was put to consent."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from circles.circles.takeaway_parts import AT_ONCE, Row, TakeawayFile, TakeawayPart, TakeawayReader, table_files
from decisions.elections.models import Election, Nomination


def elections_for(reader: TakeawayReader) -> Any:
    """Return the elections of the copy."""
    return reader.rows(Election.objects.for_pages().filter(project=reader.project)).order_by("pk")


def election_rows(reader: TakeawayReader) -> Iterator[Row]:
    """Yield an election a row."""
    for one in elections_for(reader).iterator(chunk_size=AT_ONCE):
        yield {
            "id": one.pk,
            "circle": one.circle.name,
            "role": one.role,
            "purpose": one.purpose,
            "accountabilities": one.accountabilities,
            "ends_on": one.ends_on,
            "begun_by": one.begun_by.name,
            "begun_at": one.begun_at,
            "phase": one.phase.value,
            "person": one.nominee.name if one.nominee else "",
            "proposal": one.proposal.reference if one.proposal else "",
        }


def nomination_rows(reader: TakeawayReader) -> Iterator[Row]:
    """Yield a nomination a row; those of an election whose reasons are not read yet are nobody's but who said them."""
    found = Nomination.objects.filter(election__in=elections_for(reader).values("pk"))
    rows = found.select_related("election", "by", "nominee").order_by("pk")
    for one in rows.iterator(chunk_size=AT_ONCE):
        if one.election.shows_reasons or reader.user in (None, one.by):
            names = {"by": one.by.name, "nominee": one.nominee.name}
            yield {"election": one.election_id, **names, "reason": one.reason, "made_at": one.made_at}


def number(reader: TakeawayReader) -> int:
    """Count elections."""
    return int(elections_for(reader).count())


def files(reader: TakeawayReader) -> Iterator[TakeawayFile]:
    """Write tables of elections and nominations."""
    yield from table_files("elections/elections", lambda: election_rows(reader), things=number(reader))
    yield from table_files("elections/nominations", lambda: nomination_rows(reader), things=0)


ABOUT = _("Elections of roles, and who nominated whom with which reason, as data.")
PART = TakeawayPart("elections", ABOUT, number, files)

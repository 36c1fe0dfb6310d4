"""Actions to take away."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from actions.models import Action, ActionQuerySet
from circles.takeaway_parts import AT_ONCE, Row, TakeawayFile, TakeawayPart, TakeawayReader, table_files


def found_for(reader: TakeawayReader) -> ActionQuerySet:
    """Return those of the copy."""
    return reader.things(Action.objects.all())


def rows_of(reader: TakeawayReader) -> Iterator[Row]:
    """Yield an action a row."""
    found = found_for(reader).select_related("owner", "circle", "created_by").order_by("number")
    for action in found.iterator(chunk_size=AT_ONCE):
        yield {
            "reference": action.reference,
            "what": action.what,
            "why": action.why,
            "circle": action.circle.name,
            "owner": action.owner.name,
            "state": action.state,
            "due_on": action.due_on,
            "blocked_by": action.blocked_by,
            "done_how": action.done_how,
            "dropped_why": action.dropped_why,
            "created_at": action.created_at,
            "created_by": action.created_by.name if action.created_by else "",
        }


def files(reader: TakeawayReader) -> Iterator[TakeawayFile]:
    """Write all in one table."""
    yield from table_files("actions/actions", lambda: rows_of(reader), things=number(reader))


def number(reader: TakeawayReader) -> int:
    """Count them."""
    return found_for(reader).count()


PART = TakeawayPart("actions", _("All actions, with owner, day and state."), number, files)

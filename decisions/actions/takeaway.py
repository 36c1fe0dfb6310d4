"""Actions to take away."""

from collections.abc import Iterator

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from circles.circles.takeaway_parts import AT_ONCE, Row, TakeawayFile, TakeawayPart, TakeawayReader, table_files
from decisions.actions.models import Action, ActionQuerySet, Dependency


def found_for(reader: TakeawayReader) -> ActionQuerySet:
    """Return those of the copy."""
    return reader.things(Action.objects.all())


def rows_of(reader: TakeawayReader) -> Iterator[Row]:
    """Yield an action a row."""
    waits = Prefetch("dependencies", Dependency.objects.select_related("blocker").order_by("blocker__number"))
    found = found_for(reader).select_related("owner", "circle", "created_by").order_by("number")
    found = found.prefetch_related("labels", "steps", waits)
    for action in found.iterator(chunk_size=AT_ONCE):
        yield {
            "reference": action.reference,
            "what": action.what,
            "description": action.description,
            "why": action.why,
            "circle": action.circle.name,
            "owner": action.owner.name,
            "state": action.state,
            "due_on": action.due_on,
            "blocked_by": action.blocked_by,
            "waits_for": ", ".join(one.blocker.reference for one in action.dependencies.all()),
            "labels": ", ".join(sorted(label.name for label in action.labels.all())),
            "checklist": "\n".join(f"[{'x' if step.done_at else ' '}] {step.text}" for step in action.steps.all()),
            "recurs_every": f"{action.every} {action.unit}" if action.every else "",
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

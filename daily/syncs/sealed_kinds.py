"""What the record seals of syncs: their minutes, whenever they were written."""

from typing import Any

from django.db.models import QuerySet

from circles.projects.models import Project
from daily.syncs.models import Minutes, Sync
from foundation.audit.row_seals import SealedKind


def minutes_about(thing: Any) -> QuerySet[Minutes] | None:
    """Find the minutes of the sync that an event was about."""
    return Minutes.objects.filter(sync=thing) if isinstance(thing, Sync) else None


SEALED_KINDS = (
    SealedKind(
        kind="minutes",
        model=Minutes,
        columns=("sync_id", "version", "content", "seq", "seal", "built_at"),
        among=lambda project: Minutes.objects.filter(sync__project=project),
        about=minutes_about,
        readable=lambda minutes, user: minutes.filter(sync__project__in=Project.objects.visible_to(user).values("pk")),
        name=str,
    ),
)

"""What the record seals of syncs: their minutes, whenever they were written."""

from typing import Any

from django.db.models import QuerySet

from audit.row_seals import SealedKind
from projects.models import Project
from syncs.models import Minutes, Sync


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

"""How exploring goes in a whole project: what ran side by side lately, and what dead ends cost."""

from typing import Any

from circles.projects.models import Project
from circles.projects.project_cache import now_in
from decisions.tracks.contexts.board import price_of
from decisions.tracks.contexts.drawing import axis_for
from decisions.tracks.contexts.question import pictures_of
from decisions.tracks.contexts.timeline_rows import for_timeline_rows
from decisions.tracks.models import Track

LATEST = 12


def exploration_of(project: Project) -> dict[str, Any]:
    """Return the picture of the tracks that were started last, with its table and the price; empty without any."""
    today = project.day_of(now_in(project))
    started = Track.objects.in_project(project).exclude(started_at=None).order_by("-started_at")
    tracks = for_timeline_rows(Track.objects.filter(pk__in=list(started.values_list("pk", flat=True)[:LATEST])))
    if not tracks:
        return {}
    return {
        "pictures": pictures_of(tracks, axis_for(tracks, today)),
        "periods": [(track, period) for track in tracks for period in track.exploration_periods.all()],
        "price": price_of(project),
        "currency": project.currency,
        "today": today,
    }

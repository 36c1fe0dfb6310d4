"""The words that syncs are found by: what was talked about, and what came out."""

from django.db.models import QuerySet

from circles.projects.models import Project
from circles.projects.thing_parts import SearchTexts
from daily.syncs.models import AgendaItem, Outcome, Sync


def syncs_of(project: Project) -> QuerySet[Sync]:
    """Return all syncs of a project that were not cancelled."""
    return Sync.objects.in_project(project).not_cancelled().select_related("recurring_sync").order_by("pk")


def words_of_syncs(syncs: list[Sync]) -> list[tuple[Sync, list[str]]]:
    """Return syncs with their points and outcomes, as their minutes have them."""
    found = dict[int, list[str]]()
    points = AgendaItem.objects.filter(sync__in=syncs, withdrawn_at=None).order_by("pk")
    for key, *words in points.values_list("sync", "reference", "text", "words"):
        found.setdefault(int(str(key)), []).extend(str(word) for word in words)
    for outcome in Outcome.objects.filter(sync__in=syncs).select_related("owner").order_by("pk"):
        found.setdefault(outcome.sync_id, []).extend((outcome.reference, outcome.said))
    return [(one, [one.reference, one.title, *dict.fromkeys(found.get(one.pk, []))]) for one in syncs]


SYNCS = SearchTexts(syncs_of, words_of_syncs)

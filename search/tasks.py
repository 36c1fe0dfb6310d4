"""Index projects that have no index yet, as after an upgrade that builds it anew."""

from datetime import timedelta

from django.db.models import Exists, OuterRef

from audit.batch_jobs import each
from projects.models import Project
from search.indexing import reindex
from search.models import Text
from web.schedule import scheduled


@scheduled(every=timedelta(minutes=1))
def index_projects() -> int:
    """Write the index of projects that have none; returns how many."""
    missing = Project.objects.exclude(Exists(Text.objects.filter(project=OuterRef("pk"))))
    return each("search", list(missing.order_by("created_at")[:10]), _index)


def _index(project: Project) -> int:
    reindex(project)
    return 1

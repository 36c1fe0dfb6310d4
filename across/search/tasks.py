"""Index projects that have no index yet, or one of another version, as after an upgrade or a new language."""

from datetime import timedelta

from across.search.index_version import outdated_projects
from across.search.indexing import reindex
from circles.projects.models import Project
from foundation.audit.batch_jobs import each
from foundation.web.schedule import scheduled


@scheduled(every=timedelta(minutes=1))
def index_projects() -> int:
    """Write the index of projects that have none as it would be written now; returns how many."""
    return each("search", list(outdated_projects().order_by("created_at")[:10]), _index)


def _index(project: Project) -> int:
    reindex(project)
    return 1

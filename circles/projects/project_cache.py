"""What is read of a project once: in a request, or until the project's next event."""

from collections.abc import Callable, Hashable
from datetime import datetime

from circles.projects.models import Project
from foundation.accounts.models import digest
from foundation.audit import clock
from foundation.audit.models import Head
from foundation.web.caches import page_cache

KEPT_S = 60
LONGEST = 120
"""Characters of a name by which something is kept."""


def per_request[T](project: Project, name: Hashable, read: Callable[[], T]) -> T:
    """Return what this request has read of a project already, else read it; outside of requests it is read anew."""
    known = project.request_cache
    if known is None:
        return read()
    if name not in known:
        known[name] = read()
    found: T = known[name]
    return found


def seq_of(project: Project) -> int:
    """Return how many entries the project's record has: what depends on events only may be kept until the next one."""
    return per_request(project, "seq", lambda: Head.seq_of(project.pk))


def now_in(project: Project) -> datetime:
    """Return the instant of this request by the database's clock: it came with the project."""
    return per_request(project, "now", clock.now)


def cached[T](project: Project, name: str, make: Callable[[], T], *, seconds: int = KEPT_S) -> T:
    """Return what depends on a project's events only: made once, and kept until the next event, so long at most."""
    key = _key(project, name)
    known: T | None = page_cache.get(key)
    if known is None:
        known = make()
        page_cache.set(key, known, timeout=seconds)
    return known


def _key(project: Project, name: str) -> str:
    short = name if len(name) <= LONGEST else digest(name)  # an address may ask for words without end
    return f"{project.pk.hex}:{seq_of(project)}:{short}"

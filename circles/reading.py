"""How far a project's record reaches: the number of its last entry, read once in a request."""

from collections.abc import Callable

from django.core.cache import cache

from audit.models import Head
from circles.models import Project

KEPT_S = 60


def seq_of(project: Project) -> int:
    """Give how many entries the project's record has: what depends on deeds only may be kept until the next one."""
    known = project.read_once if project.read_once is not None else {}
    if "seq" not in known:
        known["seq"] = Head.objects.filter(pk=project.pk).values_list("seq", flat=True).first() or 0
    seq: int = known["seq"]
    return seq


def kept[T](project: Project, name: str, make: Callable[[], T]) -> T:
    """Give what depends on a project's deeds only: made once, and kept until the next deed (at most a minute)."""
    key = f"{project.pk.hex}:{seq_of(project)}:{name}"
    known: T | None = cache.get(key)
    if known is None:
        known = make()
        cache.set(key, known, timeout=KEPT_S)
    return known

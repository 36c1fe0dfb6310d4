"""Which action waits for which."""

from collections.abc import Iterable
from typing import ClassVar, Self

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class DependencyQuerySet(models.QuerySet["Dependency"]):
    """Finds what waits for what."""

    def standing(self) -> Self:
        """Keep those whose blocker is neither done nor dropped."""
        return self.filter(blocker__done_at=None, blocker__dropped_at=None)

    def below(self, action: int) -> set[int]:
        """Return the ids of all that an action waits for, directly or not, and its own."""
        found, edge = {action}, {action}
        while edge:
            edge = self._blockers(edge) - found
            found |= edge
        return found

    def _blockers(self, actions: Iterable[int]) -> set[int]:
        return set(self.filter(action__in=actions).values_list("blocker", flat=True))


class Dependency(models.Model):
    """An action waits for another of its project. Without history: the record tells of each."""

    action = models.ForeignKey("actions.Action", on_delete=models.PROTECT, related_name="dependencies")
    blocker = models.ForeignKey("actions.Action", on_delete=models.PROTECT, related_name="dependents")
    made_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = DependencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("dependency")
        verbose_name_plural = _("dependencies")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["action", "blocker"], name="one_dependency_per_pair"),
            models.CheckConstraint(condition=~models.Q(action=models.F("blocker")), name="nothing_waits_for_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.action} ← {self.blocker}"

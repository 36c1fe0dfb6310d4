"""A numbered thing in a circle of a project."""

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from circles.circles.event_types import CircleEvent
from circles.circles.models.circle import Circle
from circles.projects.models.project import Project
from circles.projects.models.subject import Subject
from foundation.accounts.models import User


class Item(Subject):
    """A numbered thing in a circle of a project: P-24, D-12, A-3. Subclasses set `letter`."""

    letter: ClassVar[str] = ""
    locked_with: ClassVar[tuple[str, ...]] = ("project", "circle")

    project = models.ForeignKey(Project, on_delete=models.PROTECT)
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, verbose_name=_("circle"))
    number = models.PositiveIntegerField(_("number"), editable=False)
    created_at = models.DateTimeField(_("made"), db_default=Now(), editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("made by")
    )

    class Meta:
        abstract = True

    def locked(self) -> Self:
        """Lock it as every thing; its circle knows the project that was read along."""
        found = super().locked()
        found.circle.project = found.project
        return found

    @property
    def reference(self) -> str:
        """Return letter and number: P-24."""
        return f"{self.letter}-{self.number}"

    @classmethod
    def next_number(cls, project: Project) -> int:
        """Return the next free number in the project; the caller holds the head lock, so it is theirs."""
        last = cls._default_manager.filter(project=project).aggregate(last=models.Max("number"))["last"]
        return (last or 0) + 1

    def transfer_to(self, circle: Circle, *, by: User | None, at: datetime | None = None) -> None:
        """Belong to another circle from now on: its own ended, or was cut in two. Number and address stay."""
        with transaction.atomic():
            thing = self.locked()
            before = thing.circle
            thing.circle = circle
            thing.save()
            keys = [f"{self.kind}s", before.change_key]
            thing.record_event(
                CircleEvent.ITEM_TRANSFERRED, by=by, at=at, also=keys, before=before.name, within=circle.name
            )

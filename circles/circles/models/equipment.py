"""What a circle works with: benches, tools, rooms, and who looks after each."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from circles.circles.event_types import CircleEvent
from circles.circles.models.circle import Circle
from circles.projects.models.project import Project
from circles.projects.models.subject import Subject
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.collation import Alphabetical
from foundation.web.exceptions import Refused


class EquipmentQuerySet(models.QuerySet["Equipment"]):
    """Finds equipment."""

    def listed(self) -> Self:
        """Leave out what was taken off the list; by name, with who looks after it."""
        return self.filter(gone_at=None).select_related("keeper").order_by(Alphabetical("name"), "pk")


class Equipment(Subject):
    """One thing on a circle's list."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="equipment")
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="equipment", verbose_name=_("circle"))
    name = models.CharField(_("what it is"), max_length=120)
    note = models.CharField(_("note"), max_length=300, blank=True, help_text=_("Where it stands, how to get at it."))
    keeper = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who looks after it"),
    )
    listed_at = models.DateTimeField(_("since"), db_default=Now(), editable=False)
    gone_at = models.DateTimeField(_("taken off the list"), null=True, editable=False)

    objects = EquipmentQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("equipment")
        verbose_name_plural = _("equipment")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Lead to the circle."""
        return self.circle.get_absolute_url()

    @classmethod
    def put_on_list(
        cls,
        circle: Circle,
        name: str,
        *,
        by: User | None,
        note: str = "",
        keeper: User | None = None,
        at: datetime | None = None,
    ) -> "Equipment":
        """Put something on a circle's list; who looks after it, if anyone, is in the project."""
        with transaction.atomic():
            circle = circle.open_or_refuse()
            thing = cls(project=circle.project, circle=circle, name=name, note=note, keeper=keeper)
            thing.refuse_strange_keeper()
            thing.listed_at = at or clock.now()
            thing.save()
            thing.record_event(CircleEvent.EQUIPMENT_ADDED, by=by, at=at, **thing.words())
        return thing

    def say_anew(self, name: str, *, by: User, note: str = "", keeper: User | None = None) -> None:
        """Change what the list says of it."""
        with transaction.atomic():
            thing = self.listed_or_refuse()
            thing.name, thing.note, thing.keeper = name, note, keeper
            thing.refuse_strange_keeper()
            thing.save()
            thing.record_event(CircleEvent.EQUIPMENT_CHANGED, by=by, **thing.words())

    def take_off(self, *, by: User) -> None:
        """Take it off the list."""
        with transaction.atomic():
            thing = self.listed_or_refuse()
            thing.gone_at = clock.now()
            thing.save()
            thing.record_event(CircleEvent.EQUIPMENT_REMOVED, by=by)

    def transfer_to(self, circle: Circle, *, by: User | None, at: datetime | None = None) -> None:
        """Belong to another circle from now on: its own ended, or was cut in two."""
        with transaction.atomic():
            thing = self.listed_or_refuse()
            before, thing.circle = thing.circle, circle
            thing.save()
            keys = [before.change_key]
            thing.record_event(
                CircleEvent.ITEM_TRANSFERRED, by=by, at=at, also=keys, before=before.name, within=circle.name
            )

    def listed_or_refuse(self) -> Self:
        """Lock, and refuse once it is off the list."""
        thing = self.locked()
        if thing.gone_at is not None:
            raise Refused(_now("This has been removed from the list."))
        return thing

    def refuse_strange_keeper(self) -> None:
        """Raise `Refused` where who is to look after it is not in the project."""
        if self.keeper is not None and not self.project.has(self.keeper):
            raise Refused(_now("%(name)s is not in this project.") % {"name": self.keeper.name})

    def words(self) -> dict[str, Any]:
        """Return what is told of it. A person's name may have to be erased later, so it is kept as such."""
        named = {"personal": {"person": self.keeper.name}} if self.keeper else {}
        return {"note": self.note, **named}

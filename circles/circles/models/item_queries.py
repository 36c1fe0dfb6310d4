"""The vocabulary that all things of a project share: who may see them, and where they stand."""

from typing import ClassVar, Self

from django.db import models

from circles.circles.models.circle import Circle
from circles.circles.models.membership import Membership
from circles.projects.models.project import Project
from foundation.accounts.models import User


class ThingQuerySet[T: models.Model](models.QuerySet[T]):
    """Finds things of a project; `home` and `place` are the lookups that lead to project and circle."""

    home: ClassVar[str] = "project"
    place: ClassVar[str] = "circle"

    def visible_to(self, user: User) -> Self:
        """Keep those of projects the person is in: things are open to their whole project."""
        own = Membership.objects.current().filter(user=user, project=models.OuterRef(self.home))
        return self.filter(models.Exists(own))

    def in_project(self, project: Project) -> Self:
        """Keep a project's."""
        return self.filter(**{self.home: project})

    def unarchived(self) -> Self:
        """Leave out those of archived projects."""
        return self.filter(**{f"{self.home}__archived_at": None})

    def in_circle(self, circle: Circle) -> Self:
        """Keep a circle's own."""
        return self.filter(**{self.place: circle})

    def in_scope(self, key: str) -> Self:
        """Keep those of the circle with this key, within one project; all where none is given."""
        return self.filter(**{f"{self.place}__key": key}) if key else self

"""What a person keeps at hand: projects and circles they marked."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Cast, Now
from django.utils.translation import gettext_lazy as _

from circles.projects.models.project import Project, ProjectQuerySet
from foundation.accounts.models import User
from foundation.web.collation import Alphabetical


class StarQuerySet(models.QuerySet["Star"]):
    """Finds what is marked."""

    def of(self, user: User) -> Self:
        """Keep a person's."""
        return self.filter(user=user)


class Star(models.Model):
    """A project that a person marked, or one of its circles; nobody else sees it. No history: it is there or not."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="stars")
    circle = models.ForeignKey("circles.Circle", on_delete=models.CASCADE, null=True, related_name="stars")
    made_at = models.DateTimeField(_("made"), db_default=Now())

    objects = StarQuerySet.as_manager()

    class Meta:
        verbose_name = _("starred project or circle")
        verbose_name_plural = _("starred projects and circles")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "project"], condition=models.Q(circle=None), name="one_star_a_project"
            ),
            models.UniqueConstraint(fields=["user", "circle"], name="one_star_a_circle"),
        ]

    def __str__(self) -> str:
        return f"{self.circle or self.project}"

    @classmethod
    def mark(cls, project: Project, circle: int | None, *, by: User, is_on: bool) -> None:
        """Let a project (or the one of its circles with this id) be at hand for a person, or be not."""
        if is_on:
            cls.objects.get_or_create(user=by, project=project, circle_id=circle)
        else:
            cls.objects.filter(user=by, project=project, circle_id=circle).delete()


def with_stars_of(user: User, projects: ProjectQuerySet) -> ProjectQuerySet:
    """Add `is_starred` (whether the person marked the project) and `starred_circles` (the ids of its circles that they
    marked, as they came). Projects they marked come first, each part by name.
    """
    marks = Star.objects.of(user).filter(project=models.OuterRef("pk"))
    ids = models.StringAgg(Cast("circle", models.CharField()), models.Value(" "), order_by="made_at")
    circles = marks.exclude(circle=None).order_by().values("project").annotate(ids=ids).values("ids")
    marked = projects.annotate(
        is_starred=models.Exists(marks.filter(circle=None)), starred_circles=models.Subquery(circles)
    )
    return marked.order_by("-is_starred", Alphabetical("name"))

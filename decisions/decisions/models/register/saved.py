"""What a person asks of the register again and again, kept under a name."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from circles.projects.models import Project
from foundation.accounts.models import User
from foundation.web.collation import Alphabetical
from foundation.web.exceptions import Refused

AT_MOST = 30


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    """Finds saved filters."""

    def of(self, user: User, project: Project) -> Self:
        """Keep a person's own in a project, by name."""
        return self.filter(user=user, project=project).order_by(Alphabetical("name"))


class SavedFilter(models.Model):
    """An address of the register with a name, for one person. No history: a bookmark, no event."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters")
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(_("filter"), max_length=600, blank=True)
    saved_at = models.DateTimeField(_("saved"), db_default=Now())

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "project", "name"], name="one_saved_filter_a_name")
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def save_as(cls, project: Project, name: str, query: str, *, by: User) -> "SavedFilter":
        """Keep a filter under a name; one of this name is replaced.

        :raises Refused: without a name, or where a person has 30 already.
        """
        name = " ".join(name.split())[:60]
        if not name:
            raise Refused(_now("Give the filter a name."))
        with transaction.atomic():
            own = cls.objects.of(by, project)
            if own.exclude(name=name).count() >= AT_MOST:
                raise Refused(_now("You have %(number)s saved filters; remove one first.") % {"number": AT_MOST})
            saved, _is_new = own.get_or_create(
                name=name, defaults={"user": by, "project": project, "name": name, "query": query}
            )
            if saved.query != query:
                saved.query = query
                saved.save(update_fields=["query"])
        return saved

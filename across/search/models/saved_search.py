"""A search that a person keeps: what was asked, under a name."""

from typing import ClassVar, Self
from urllib.parse import unquote_plus

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from circles.projects.models import Project
from foundation.accounts.models import User
from foundation.web.exceptions import Refused
from foundation.web.kept_data import FormerNames

MOST = 50
MAX_NAME = 80
MAX_ASKED = 800


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    """Finds saved searches."""

    def of(self, user: User, project: Project) -> Self:
        """Keep a person's in a project, as they came."""
        return self.filter(user=user, project=project).order_by("saved_at", "pk")


class SavedSearch(models.Model):
    """What a person asked of a project, to be asked again; nobody else sees it. No history: it is there or not."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=MAX_NAME)
    asked = models.CharField(_("what is asked"), max_length=MAX_ASKED, help_text=_("As it stands in the address."))
    saved_at = models.DateTimeField(_("saved"), db_default=Now())

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "project", "asked"], name="one_search_saved_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)  # an administrator reads this

    def get_absolute_url(self) -> str:
        """Lead to what it finds now."""
        return f"{reverse('search:search', args=[self.project.slug])}?{self.asked}"

    @classmethod
    def forget(cls, names: FormerNames) -> None:
        """Remove the searches for a person who was erased: they would name them, and find nothing."""
        for saved in cls.objects.iterator(chunk_size=500):
            said = f"{saved.name} {unquote_plus(saved.asked)}"
            if names.taken_out_of(said) != said:
                saved.delete()

    @classmethod
    def keep(cls, project: Project, name: str, asked: str, *, by: User) -> "SavedSearch":
        """Save what is asked; the same again gets the new name.

        :raises Refused: where nothing is asked, and for more than fifty.
        """
        if not asked or len(asked) > MAX_ASKED:
            raise Refused(_now("Search for something first, then save it."))
        kept = cls.objects.of(by, project)
        if not kept.filter(asked=asked).exists() and kept.count() >= MOST:
            raise Refused(_now("Fifty searches are saved already; remove one first."))
        called = name.strip()[:MAX_NAME] or asked[:MAX_NAME]
        saved, _is_new = cls.objects.update_or_create(user=by, project=project, asked=asked, defaults={"name": called})
        return saved

"""As what the index of each project was written."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from circles.projects.models import Project


class WrittenIndex(models.Model):
    """The version of a project's index (`across.search.index_version`). Derived: no history."""

    project = models.OneToOneField(Project, on_delete=models.CASCADE, related_name="+", primary_key=True)
    version = models.CharField(_("version"), max_length=16)

    class Meta:
        verbose_name = _("search index")
        verbose_name_plural = _("search indexes")

    def __str__(self) -> str:
        return self.version

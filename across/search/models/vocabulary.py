"""The words that stand in a project's texts, for the end of a word that is still being typed, and for typos."""

from typing import ClassVar, Self

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from circles.projects.models import Project

LONGEST_FORM = 60
LAST = "\U0010ffff"


class WordQuerySet(models.QuerySet["Word"]):
    """Finds words."""

    def beginning(self, start: str) -> Self:
        """Keep those that begin so, by the index that each database has for that."""
        if connection.vendor == "sqlite":
            return self.filter(form__gte=start, form__lt=start + LAST)
        return self.filter(form__startswith=start)


class Word(models.Model):
    """A word that stands in a text of the project, without accents and capitals. Derived: no history."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    form = models.CharField(_("form"), max_length=LONGEST_FORM)

    objects = WordQuerySet.as_manager()

    class Meta:
        verbose_name = _("search word")
        verbose_name_plural = _("search words")
        constraints: ClassVar = [models.UniqueConstraint(fields=["project", "form"], name="one_word_a_form")]
        indexes: ClassVar = [
            models.Index(
                fields=["project", "form"], name="words_by_start", opclasses=["uuid_ops", "varchar_pattern_ops"]
            )
        ]

    def __str__(self) -> str:
        return self.form


class Spelling(models.Model):
    """What is left of a word without one of its letters: two words with one in common are a typo apart. Derived."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(_("key"), max_length=LONGEST_FORM)
    form = models.CharField(_("form"), max_length=LONGEST_FORM)

    class Meta:
        verbose_name = _("search spelling")
        verbose_name_plural = _("search spellings")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "key", "form"], name="one_spelling_a_key"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.form}"

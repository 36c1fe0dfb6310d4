"""The words by which a thing is found: one row a thing, of any kind."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext_lazy as _

from circles.models import Project
from search.stems import asked


class StemsField(models.TextField[str, str]):
    """Stems with spaces between, which the database's full-text index reads (see `search.full_text`)."""


@StemsField.register_lookup
class Answering(models.Lookup[str]):
    """`stems__answering=typed`: has one of the forms of each word that was typed; nothing answers no words."""

    lookup_name = "answering"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, tuple[str, ...]]:
        """Ask SQLite's FTS5 table, or PostgreSQL's index over the stems."""
        words = asked(self.rhs)
        if not words:
            return "1 = 0", ()
        if connection.vendor == "sqlite":
            table, column = self.lhs.alias, connection.ops.quote_name("id")
            found = f"SELECT rowid FROM {Text.INDEX} WHERE {Text.INDEX} MATCH %s"  # noqa: S608 names of ours
            return f"{connection.ops.quote_name(table)}.{column} IN ({found})", (_query(words, '"', " AND ", " OR "),)
        column, _params = self.process_lhs(compiler, connection)
        return f"array_to_tsvector(string_to_array({column}, ' ')) @@ %s::tsquery", (_query(words, "'", " & ", " | "),)


def _query(words: list[frozenset[str]], quote: str, every: str, any_of: str) -> str:
    """Write a query in a database's own syntax. Forms are letters and digits only: nothing is to be escaped."""
    return every.join(f"({any_of.join(f'{quote}{form}{quote}' for form in sorted(forms))})" for forms in words)


class TextQuerySet(models.QuerySet["Text"]):
    """Finds texts."""

    def of_kind(self, kind: str) -> Self:
        """Keep those of things of a kind."""
        return self.filter(kind=kind)

    def answering(self, typed: str) -> Self:
        """Keep those that have all the words that were typed, in any of their forms."""
        return self.filter(stems__answering=typed)


class Text(models.Model):
    """What a thing is found by. Derived from the thing when it changes, and made anew by `reindex`: no history."""

    INDEX: ClassVar[str] = "search_text_index"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=40)
    thing = models.CharField(_("thing"), max_length=64)
    stems = StemsField(_("words and stems"))

    objects = TextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text to search")
        verbose_name_plural = _("texts to search")
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "thing"], name="one_text_a_thing")]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing}"

"""The texts by which things are found: one row a thing, and of a document one more for each of its paragraphs."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from across.search.stems import asked
from circles.circles.models import Circle
from circles.projects.models import Project

WHOLE = "*"
"""The part that stands for all words of a document, which is found by them wherever they are in it."""


class StemsField(models.TextField[str, str]):
    """Stems with spaces between, which the database's full-text index reads (see `across.search.full_text`)."""


@StemsField.register_lookup
class Answering(models.Lookup["list[frozenset[str]]"]):
    """`stems__answering=groups`: has one word of each group."""

    lookup_name = "answering"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, tuple[str, ...]]:
        """Ask SQLite's FTS5 table, or PostgreSQL's index over the stems."""
        table = connection.ops.quote_name(self.lhs.alias)
        asks = index_query(self.rhs, connection.vendor)
        if connection.vendor == "sqlite":
            found = f"SELECT rowid FROM {Text.INDEX} WHERE {Text.INDEX} MATCH %s"  # noqa: S608 names of ours
            return f"{table}.{connection.ops.quote_name('id')} IN ({found})", (asks,)
        return f"{table}.{Text.LEXEMES} @@ %s::tsquery", (asks,)


def index_query(groups: "list[frozenset[str]]", vendor: str) -> str:
    """Write in a database's own syntax: one of each group. Forms are letters, digits and `_`: nothing is to escape. A
    star behind one is for all that begin so.
    """
    quote, star, every, any_of = ('"', "*", " AND ", " OR ") if vendor == "sqlite" else ("'", ":*", " & ", " | ")

    def term(form: str) -> str:
        return f"{quote}{form.removesuffix('*')}{quote}{star if form.endswith('*') else ''}"

    return every.join(f"({any_of.join(map(term, sorted(forms)))})" for forms in groups)


class TextQuerySet(models.QuerySet["Text"]):
    """Finds texts."""

    def of_kind(self, kind: str) -> Self:
        """Keep those of things of a kind."""
        return self.filter(kind=kind)

    def whole(self) -> Self:
        """Keep of each thing the row with all its words."""
        return self.exclude(models.Q(kind="document") & ~models.Q(part=WHOLE))

    def answering(self, typed: str) -> Self:
        """Keep those that have all words typed, in any of their forms; none where no words are typed."""
        return self.having(asked(typed))

    def having(self, groups: "list[frozenset[str]]", *tokens: str) -> Self:
        """Keep those that have a word of each group, and these tokens of the index (see
        `across.search.candidates.token`); none where there is no group.
        """
        wanted = [*(frozenset({one}) for one in tokens), *groups]
        return self.filter(stems__answering=wanted) if groups else self.none()


class Text(models.Model):
    """What a thing, or a part of it, is found by. Derived from the thing when it changes, and made anew by `reindex`:
    no history.

    `part` is the id of a document's block (its place, as `#12`, while it has none), `WHOLE`, or nothing. `gate` names
    the rule by which people may see it (`across.search.visibility`), `holder` the document or topic that this rule is
    asked of. The id follows time: what was written last is found first.
    """

    INDEX: ClassVar[str] = "search_text_index"
    LEXEMES: ClassVar[str] = "lexemes"
    """On PostgreSQL, a column that the database makes of `stems`."""

    class Gate(models.TextChoices):
        """By which rule people may see it."""

        PROJECT = "project", _("who is in the project")
        TITLE = "title", _("who may know of the document")
        DOCUMENT = "document", _("who may read the document")
        TOPIC = "topic", _("who may read the topic")

    class State(models.TextChoices):
        """How far the thing is, as far as one looks for it."""

        NONE = "", pgettext_lazy("search state", "none")
        OPEN = "open", pgettext_lazy("search state", "open")
        DONE = "done", pgettext_lazy("search state", "done")
        IN_FORCE = "in_force", pgettext_lazy("search state", "in force")
        CHANGED = "changed", pgettext_lazy("search state", "changed, not ratified")
        ENDED = "ended", pgettext_lazy("search state", "ended")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(_("kind"), max_length=40)
    thing = models.CharField(_("thing"), max_length=64)
    part = models.CharField(_("part"), max_length=40, blank=True)
    title = models.CharField(_("title"), max_length=300, blank=True)
    text = models.TextField(_("text"), blank=True)
    stems = StemsField(_("words and stems"))
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    author = models.UUIDField(_("by"), null=True)
    happened_at = models.DateTimeField(_("when"), null=True)
    state = models.CharField(_("state"), max_length=12, choices=State, blank=True)
    gate = models.CharField(_("seen by"), max_length=12, choices=Gate, default=Gate.PROJECT)
    holder = models.UUIDField(null=True)
    has_file = models.BooleanField(_("has files"), default=False)

    objects = TextQuerySet.as_manager()

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "thing", "part"], name="one_text_a_part")]
        indexes: ClassVar = [models.Index(fields=["project", "kind", "id"], name="texts_of_kind")]

    def __str__(self) -> str:
        return " ".join(filter(None, (self.kind, self.thing, self.part)))

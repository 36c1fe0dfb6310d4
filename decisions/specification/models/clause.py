"""Clauses: blocks of documents with a key for good. What people say about each is here, its words in its document."""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, StringAgg, Subquery, Value
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from circles.circles.models import Circle, ThingQuerySet
from circles.projects.models import Project, Subject
from decisions.specification.models.clause_state import ClauseState
from decisions.specification.states import GONE, ClauseFacts, LookWord, ParentFacts, is_suspect, state
from documents.documents.models import Document, Restriction
from documents.documents.permissions import refuse_spreading
from foundation.accounts.models import User
from foundation.web.exceptions import Refused

PREFIX = "SPEC"
MAX_FOREIGN = 200


class Chapter(models.Model):
    """A chapter of a document, known by the block of its heading, with its number in keys and the last key given in it.

    No history: it only counts, and its title and place are read with its clauses. `bid` is empty for what stands before
    the first heading. Neither is ever given twice.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="chapters")
    bid = models.CharField(max_length=24, blank=True)
    number = models.PositiveIntegerField(_("number"))
    last = models.PositiveIntegerField(_("last key given"), default=0)
    title = models.CharField(_("title"), max_length=160, blank=True)
    place = models.PositiveIntegerField(_("place in the document"), default=0)

    class Meta:
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "bid"], name="one_chapter_a_heading"),
            models.UniqueConstraint(fields=["document", "number"], name="one_chapter_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.number}"

    @property
    def name(self) -> str:
        """Return its title without the number that people have written before it themselves."""
        return re.sub(rf"^{self.number}[.)]\s+", "", self.title)

    @classmethod
    def at(cls, document: Document, bid: str, ordinal: int) -> "Chapter":
        """Return the chapter of this heading; a new one gets the heading's place for a number while that is free, else
        the next after all. The caller holds the project's lock.
        """
        known = cls.objects.filter(document=document, bid=bid).first()
        if known:
            return known
        taken = set(cls.objects.filter(document=document).values_list("number", flat=True))
        number = ordinal if ordinal not in taken else max(taken) + 1
        return cls.objects.create(document=document, bid=bid, number=number)

    def next_key(self) -> str:
        """Give the next key for good; the caller holds the lock."""
        key = self.following_key()
        self.save(update_fields=["last"])
        return key

    def following_key(self) -> str:
        """Return the key after the last: SPEC-4.2 in the specification, SPEC-27.4.2 in DOC-27; the caller saves."""
        self.last += 1
        within = "" if self.document.is_specification else f"{self.document.number}."
        return f"{PREFIX}-{within}{self.number}.{self.last}"


class ClauseQuerySet(ThingQuerySet["Clause"]):
    """Finds clauses."""

    place: ClassVar[str] = "circles"

    def visible_to(self, user: User) -> Self:
        """Keep those whose document the person may read."""
        return self.filter(document__in=Document.objects.readable_by(user))

    def unrestricted(self) -> Self:
        """Leave out those of documents that only some may read now."""
        return self.filter(~Restriction.objects.in_force().holding("document"))

    def standing(self) -> Self:
        """Leave out those made plain text again, and drafts whose block is gone."""
        return self.filter(dropped_at=None).exclude(text__digest=GONE, ratified=None)

    def living(self) -> Self:
        """Leave out retired ones as well."""
        return self.standing().filter(retired_at=None)

    def drafts(self) -> Self:
        """Keep those that no decision ratified yet."""
        return self.living().filter(ratified=None)

    def changed(self) -> Self:
        """Keep those whose text differs from the baseline."""
        return self.living().exclude(ratified=None).exclude(text__digest=F("ratified__digest"))

    def unratified(self) -> Self:
        """Keep what a proposal could ratify: drafts and changed ones."""
        differs = ~Q(text__digest=F("ratified__digest"))
        return self.living().filter(Q(ratified=None) | differs)

    def suspect(self) -> Self:
        """Keep those with a parent that has another text than when a person last looked."""
        return self.living().filter(Exists(suspicious().filter(child=OuterRef("pk"))))

    def with_changed_parents(self) -> Self:
        """Fetch what a line about a suspect clause shows, in one query; `changed_keys` names the changed parents."""
        ties = suspicious().filter(child=OuterRef("pk")).order_by().values("child")
        keys = ties.annotate(keys=StringAgg("parent__key", Value(", "), order_by="parent"))
        found = self.select_related("project", "text", "ratified")
        lines = found.defer("text__nodes", "text__words", "ratified__nodes", "ratified__words")
        return lines.annotate(changed_keys=Subquery(keys.values("keys")))

    def in_order(self) -> Self:
        """Order as they stand in their documents."""
        return self.order_by("document__number", "text__place", "pk")

    def for_counting(self) -> Self:
        """Fetch only what says where each stands, and in which place: of a large document all are counted."""
        ties = ClauseParent.objects.select_related("parent__text")
        ties = ties.only("child", "looked", "parent__retired_at", "parent__dropped_at", "parent__text__digest")
        found = self.select_related("text", "ratified").prefetch_related(models.Prefetch("parent_ties", ties))
        return found.only("key", "retired_at", "dropped_at", "text__digest", "text__place", "ratified__digest")

    def for_lists(self) -> Self:
        """Fetch what a row shows, in a fixed number of queries."""
        found = self.select_related("project", "document__project", "document__circle", "text", "ratified__baseline")
        above = ClauseParent.objects.select_related("parent__text", "parent__project")
        ties = models.Prefetch("parent_ties", above.defer("parent__text__nodes", "parent__text__words"))
        seats = models.Prefetch("seats", ClauseCircle.objects.select_related("circle").order_by("pk"))
        return found.select_related("owner", "text__changed_by").defer("ratified__nodes").prefetch_related(ties, seats)


class Clause(Subject):
    """A block of a document with a key that never changes, and is never given again.

    Whether it is a draft, ratified, changed or retired follows from facts: `ratified` is the text that the last
    decision about it gave, `text` what its document says now.
    """

    class Kind(models.TextChoices):
        """What it says."""

        NEED = "need", _("need")
        REQUIREMENT = "requirement", _("requirement")
        CONSTRAINT = "constraint", _("constraint")
        INTERFACE = "interface", _("interface")
        TEST = "test", _("test")

    project = models.ForeignKey(Project, on_delete=models.PROTECT)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="clauses")
    bid = models.CharField(_("block"), max_length=24)
    key = models.CharField(_("key"), max_length=40, editable=False)
    kind_of = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.REQUIREMENT)
    circles = models.ManyToManyField(
        Circle, through="specification.ClauseCircle", verbose_name=_("circles"), related_name="clauses"
    )
    parents = models.ManyToManyField(
        "self",
        through="specification.ClauseParent",
        through_fields=("child", "parent"),
        symmetrical=False,
        verbose_name=_("comes from"),
        related_name="children",
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="owned_clauses",
        verbose_name=_("owner"),
    )
    rationale = models.TextField(_("rationale"), blank=True)
    foreign_key = models.CharField(_("foreign key"), max_length=MAX_FOREIGN, blank=True)
    foreign_status = models.CharField(_("foreign status"), max_length=MAX_FOREIGN, blank=True)
    source = models.CharField(_("imported as"), max_length=MAX_FOREIGN, blank=True, editable=False)
    created_at = models.DateTimeField(_("made"), db_default=Now(), editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("made by")
    )
    dropped_at = models.DateTimeField(_("made plain text again"), null=True, blank=True, editable=False)
    ratified = models.ForeignKey(
        "specification.RatifiedText", on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True, editable=False)

    locked_with: ClassVar[tuple[str, ...]] = ("project", "document", "text", "ratified")

    objects = ClauseQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "key"], name="one_clause_a_key"),
            models.UniqueConstraint(
                fields=["document", "bid"], condition=Q(dropped_at=None), name="one_clause_a_block"
            ),
            models.UniqueConstraint(fields=["project", "source"], condition=~Q(source=""), name="one_clause_a_source"),
            models.CheckConstraint(condition=Q(retired_at=None) | ~Q(ratified=None), name="retired_by_a_decision"),
            models.CheckConstraint(condition=Q(dropped_at=None) | Q(ratified=None), name="dropped_only_as_a_draft"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.title}"

    def seen_in(self) -> list[str]:
        """Return the keys of the pages of clauses, and of its document."""
        return clause_keys(self.document_id)

    def readers_among(self, people: Collection[User]) -> set[UUID]:
        """Return by id who of some people may read its document now."""
        return self.document.readers_among(people)

    def recipients_among(self, people: Mapping[User, str]) -> dict[User, str]:
        """Keep those who may read its document: a notice has its title."""
        readers = self.readers_among(people) if people else set()
        return {user: reason for user, reason in super().recipients_among(people).items() if user.pk in readers}

    def get_absolute_url(self) -> str:
        """Lead to its page."""
        return reverse("specification:clause", args=[self.project.slug, self.key])

    @property
    def block_url(self) -> str:
        """Lead to where it stands in its document."""
        return f"{self.document.get_absolute_url()}#b-{self.bid}"

    @property
    def reference(self) -> str:
        """Return its key."""
        return self.key

    @property
    def headline(self) -> str:
        """Return its title."""
        return self.title

    @property
    def open_headline(self) -> str:
        """Return its title, which is what its document says; its key, where that is restricted."""
        return self.key if self.document.restriction else self.title

    @property
    def quotable(self) -> str:
        """Return its words."""
        return self.text.words

    def refuse_spreading(self) -> None:
        """Raise Refused where its document is restricted."""
        refuse_spreading(self.document)

    @property
    def scope(self) -> str:
        """Return the key of the first of its circles."""
        seat = next(iter(self.seats.all()), None)
        return seat.circle.key if seat else ""

    @property
    def title(self) -> str:
        """Return what names it: as its document says now, or said when it was ratified."""
        return self.text.title or (self.ratified.title if self.ratified else "")

    @property
    def holders(self) -> list[Circle]:
        """Return its circles."""
        return [seat.circle for seat in self.seats.all()]

    # Where it stands --------------------------------------------------------------------------------------------------

    @property
    def facts(self) -> ClauseFacts:
        """Return what its state follows from."""
        ratified = self.ratified.digest if self.ratified else None
        return ClauseFacts(ratified, self.text.digest, self.retired_at is not None)

    @property
    def state(self) -> ClauseState:
        """Return where it stands."""
        return ClauseState(state(self.facts).value)

    @property
    def is_gone(self) -> bool:
        """Whether its document has its block no more."""
        return self.text.digest == GONE

    @property
    def standing_digest(self) -> str:
        """Return the digest by which its children know it: none once it is retired or its block is gone."""
        return GONE if self.retired_at or self.dropped_at else self.text.digest

    @property
    def changed_parents(self) -> list["Clause"]:
        """Return the parents that have another text than when a person last looked."""
        return [tie.parent for tie in self.parent_ties.all() if is_suspect([tie.facts])]

    @property
    def is_suspect(self) -> bool:
        """Whether a parent changed and nobody has looked since."""
        return not self.retired_at and is_suspect(tie.facts for tie in self.parent_ties.all())

    def refuse_ended(self) -> None:
        """Raise Refused where it is no clause any more."""
        if self.retired_at:
            raise Refused(_now("%(key)s is retired.") % {"key": self.key})
        if self.dropped_at:
            raise Refused(_now("%(key)s is no longer a clause.") % {"key": self.key})

    def refuse_ratified(self) -> None:
        """Raise Refused where a decision has ratified it: only a decision retires it."""
        if self.ratified_id:
            raise Refused(_now("%(key)s is ratified; only a decision retires it.") % {"key": self.key})

    def seat(self, circles: Iterable[Circle]) -> None:
        """Belong to these circles from now on; the caller holds the lock."""
        wanted = {circle.pk for circle in circles}
        known = {seat.circle_id: seat for seat in ClauseCircle.objects.filter(clause=self)}
        ClauseCircle.objects.filter(pk__in=[seat.pk for pk, seat in known.items() if pk not in wanted]).delete()
        ClauseCircle.objects.bulk_create(ClauseCircle(clause=self, circle_id=pk) for pk in sorted(wanted - set(known)))


class ClauseCircle(models.Model):
    """A circle that a clause belongs to; an interface belongs to two. No history: the record says who changed it."""

    clause = models.ForeignKey(Clause, on_delete=models.CASCADE, related_name="seats")
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="clause_seats")

    class Meta:
        verbose_name = _("circle of a clause")
        verbose_name_plural = _("circles of clauses")
        constraints: ClassVar = [models.UniqueConstraint(fields=["clause", "circle"], name="one_seat_a_circle")]

    def __str__(self) -> str:
        return f"{self.clause_id} {self.circle_id}"


class ClauseParent(models.Model):
    """That a clause comes from another, and the text that the other had when a person last looked at both. No history:
    looks are kept.
    """

    child = models.ForeignKey(Clause, on_delete=models.CASCADE, related_name="parent_ties")
    parent = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="child_ties")
    looked = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("parent of a clause")
        verbose_name_plural = _("parents of clauses")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["child", "parent"], name="one_tie_a_parent"),
            models.CheckConstraint(condition=~Q(child=F("parent")), name="no_clause_from_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.child_id} {self.parent_id}"

    @property
    def facts(self) -> ParentFacts:
        """Return what makes its child suspect, or not."""
        return ParentFacts(self.looked, self.parent.standing_digest)


class ClauseLook(models.Model):
    """That a person looked at a clause whose parent had changed, and what they said. Append-only."""

    class Word(models.TextChoices):
        """What they said."""

        RIGHT = LookWord.RIGHT.value, _("still right")
        CHANGED = LookWord.CHANGED.value, _("changed")
        TENSION = LookWord.TENSION.value, _("tension")

    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="looks")
    word = models.CharField(_("word"), max_length=8, choices=Word)
    parents = models.JSONField(_("parents that had changed"), default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("clause check")
        verbose_name_plural = _("clause checks")

    def __str__(self) -> str:
        return f"{self.clause_id} {self.word}"

    @classmethod
    def note(cls, clause: Clause, word: str, *, by: User, at: datetime) -> "ClauseLook":
        """Write it, and know the parents from now on by the text they have; the caller holds the lock."""
        ties = list(clause.parent_ties.select_related("parent__text"))
        changed = [tie.parent.key for tie in ties if is_suspect([tie.facts])]
        for tie in ties:
            ClauseParent.objects.filter(pk=tie.pk).update(looked=tie.parent.standing_digest)
        return cls.objects.create(clause=clause, word=word, parents=changed, by=by, at=at)


def clause_keys(document: UUID) -> list[str]:
    """Return the keys by which open pages know that clauses of a document changed."""
    return ["clauses", f"document_clauses:{document}"]


def suspicious() -> "models.QuerySet[ClauseParent]":
    """Return the ties whose parent has another text than when a person last looked."""
    ended = Q(parent__retired_at__isnull=False) | Q(parent__dropped_at__isnull=False)
    now = models.Case(
        models.When(ended, then=models.Value(GONE)), default=F("parent__text__digest"), output_field=models.CharField()
    )
    return ClauseParent.objects.alias(now=now).exclude(looked=F("now"))

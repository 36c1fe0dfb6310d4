"""The clauses that a proposal touches, each with the text that people consent to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.db import models
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from decisions.specification.models import Clause, ClauseCircle, ClauseText, MoveKind, RatifiedText
from decisions.specification.workflows.ratifying import AgreedText
from documents.documents.models import Document, Restriction
from documents.documents.permissions import refuse_spreading
from foundation.web.exceptions import Refused


@dataclass(frozen=True)
class ClauseTouch:
    """A clause that is to be ratified as its document says now, or that is to be retired."""

    clause: Clause
    retires: bool = False
    becomes: tuple[str, ...] = ()
    """The keys of the clauses that it is split into, or merged into: its own among them where it stays."""

    @property
    def digest(self) -> str:
        """Return by what the text is known."""
        text = self.clause.text
        return text.digest or (self.clause.ratified.digest if self.clause.ratified else "")


class TouchedClause(models.Model):
    """A clause that a proposal ratifies with this text, or retires. `base` is the ratified text that it differs from.

    No history: each round keeps the texts that it was about.
    """

    proposal = models.ForeignKey("decisions.Proposal", on_delete=models.PROTECT, related_name="touched_clauses")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="touched_by")
    base = models.ForeignKey(RatifiedText, on_delete=models.PROTECT, null=True, related_name="+")
    title = models.CharField(_("title"), max_length=160)
    nodes = models.JSONField(_("nodes"))
    words = models.TextField(_("words"), blank=True)
    digest = models.CharField(max_length=64)
    retires = models.BooleanField(_("retires it"), default=False)
    becomes = models.JSONField(_("becomes"), default=list)

    class Meta:
        verbose_name = _("clause touched")
        verbose_name_plural = _("clauses touched")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["proposal", "clause"], name="one_touch_a_clause"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.clause_id}"

    @property
    def agreed(self) -> AgreedText:
        """Return it as the specification takes it."""
        said = (self.clause, self.title, self.nodes, self.words, self.digest, self.retires, self.base_id)
        return AgreedText(*said, becomes=tuple(self.becomes))

    @property
    def said(self) -> tuple[object, ...]:
        """Return by what two are known to say the same."""
        return (self.clause_id, self.digest, self.base_id, self.retires, *self.becomes)

    @property
    def kind(self) -> MoveKind:
        """Return what it makes of the clause."""
        return MoveKind.between(self.base.digest if self.base else None, None if self.retires else self.digest)

    @property
    def is_outdated(self) -> bool:
        """Whether its document says something else by now: people consent to what was taken."""
        return not self.retires and self.clause.text.digest != self.digest

    @property
    def is_overtaken(self) -> bool:
        """Whether another decision has moved the clause since."""
        return self.clause.ratified_id != self.base_id


class TakenTexts:
    """The texts that clauses have now, as a proposal takes them when it moves these together. Where a document is
    restricted by now, the text that the proposal (by id; none while it is written) has of a clause stays: who proposes
    may not be one who reads it, and who reads the proposal is not. A ratified clause of such a document, which others
    become or are split from, is taken as it was ratified: that text stands in the decision, open to all.
    """

    def __init__(self, touches: Iterable[ClauseTouch], proposal: int | None = None) -> None:
        self.touches = list(touches)
        self.parts = {key for touch in self.touches for key in touch.becomes}
        documents = {touch.clause.document_id for touch in self.touches if not touch.retires}
        held = Restriction.objects.in_force().filter(document__in=documents).values_list("document", flat=True)
        self.restricted = set(held) if documents else set()
        self.kept: dict[int, TouchedClause] = {}
        if self.restricted and proposal:
            known = TouchedClause.objects.filter(proposal=proposal, retires=False)
            self.kept = {one.clause_id: one for one in known.filter(clause__document__in=self.restricted)}

    def of(self, touch: ClauseTouch) -> TouchedClause:
        """Take a clause's text as its document says now; not saved.

        :raises Refused: where there is nothing to decide about it, or its document is restricted.
        """
        clause, text, ratified = touch.clause, touch.clause.text, touch.clause.ratified
        clause.refuse_ended()
        if touch.retires:
            if ratified is None:
                raise Refused(_now("%(key)s is a draft: no decision is needed to take it out.") % {"key": clause.key})
            return _row(touch, ratified, base=clause.ratified_id)
        if clause.is_gone:
            raise Refused(_now("%(key)s is no longer in any document: retire it instead.") % {"key": clause.key})
        if known := self._of_restricted(touch):
            return known
        if ratified is not None and ratified.digest == text.digest and not self._is_named(touch):
            sentence = _now("%(key)s says what the baseline says: there is nothing to decide.")
            raise Refused(sentence % {"key": clause.key})
        return _row(touch, text, base=clause.ratified_id)

    def _is_named(self, touch: ClauseTouch) -> bool:
        """Whether it becomes others, or one of these becomes it: then it need not say anything new."""
        return bool(touch.becomes) or touch.clause.key in self.parts

    def _of_restricted(self, touch: ClauseTouch) -> TouchedClause | None:
        """Take what all may read of a clause whose document is restricted; None for any other."""
        clause = touch.clause
        if kept := self.kept.get(clause.pk):
            return _row(touch, kept, base=kept.base_id)
        if clause.document_id not in self.restricted:
            return None
        if clause.ratified and self._is_named(touch):
            return _row(touch, clause.ratified, base=clause.ratified_id)
        refuse_spreading(Document.objects.get(pk=clause.document_id))
        return None  # the restriction has ended since


def _row(touch: ClauseTouch, text: ClauseText | RatifiedText | TouchedClause, *, base: int | None) -> TouchedClause:
    said = {name: getattr(text, name) for name in ("title", "nodes", "words", "digest")}
    becomes = list(touch.becomes)
    return TouchedClause(clause=touch.clause, base_id=base, retires=touch.retires, becomes=becomes, **said)


def touch_clauses(proposal_id: int, touches: Iterable[ClauseTouch]) -> bool:
    """Let a proposal touch these clauses and no others, with the texts that they have now, or that it has where their
    document is restricted; return whether that differs from what it did. The caller holds the lock.
    """
    taken = TakenTexts(touches, proposal_id)
    rows = [taken.of(touch) for touch in taken.touches]
    known = TouchedClause.objects.filter(proposal=proposal_id)
    if {row.said for row in known.defer("nodes", "words")} == {row.said for row in rows}:
        return False
    known.delete()
    for row in rows:
        row.proposal_id = proposal_id
    TouchedClause.objects.bulk_create(rows, batch_size=200)
    return True


def holders_along() -> models.Subquery:
    """Return, to be read along with a proposal as `clause_holders`, the key of each clause that it moves with a circle
    that holds it: `SPEC-4.2 7,SPEC-4.3 2`. What follows asks nothing more then.
    """
    rows = ClauseCircle.objects.filter(clause__touched_by__proposal=models.OuterRef("pk")).order_by()
    pair = Concat("clause__key", models.Value(" "), Cast("circle", models.CharField()))
    every = models.StringAgg(pair, models.Value(","), order_by=("clause", "pk"))
    return models.Subquery(rows.values("clause__touched_by__proposal").annotate(every=every).values("every"))


def may_move_any(proposal: models.Model) -> bool:
    """Whether a proposal may move clauses: what a page has read along with it, else it is to be looked up."""
    return bool(proposal.__dict__.get("clause_holders", True))


def touched_by(proposal: models.Model) -> models.QuerySet[TouchedClause]:
    """Return what a proposal ratifies or retires, in the order of the documents, with what is known of it."""
    if not may_move_any(proposal):
        return TouchedClause.objects.none()
    along = ("clause__text", "clause__document__project", "clause__project", "clause__ratified", "base__baseline")
    found = TouchedClause.objects.filter(proposal=proposal.pk).select_related(*along)
    order = ("clause__document__number", "clause__text__place", "pk")
    return found.prefetch_related("clause__seats__circle").order_by(*order)


def holders_of_touched(proposal: models.Model) -> list[tuple[str, int]]:
    """Return the key of each clause that a proposal moves, with each circle that holds it; one query at most."""
    if "clause_holders" in proposal.__dict__:
        pairs = (pair.split(" ") for pair in (proposal.__dict__["clause_holders"] or "").split(",") if pair)
        return [(key, int(circle)) for key, circle in pairs]
    held = ClauseCircle.objects.filter(clause__touched_by__proposal=proposal.pk).order_by("clause", "pk")
    return list(held.values_list("clause__key", "circle"))


def holders_of(clauses: Iterable[Clause]) -> list[tuple[str, int]]:
    """Return the key of each of these clauses, with each circle that holds it; one query, none without clauses."""
    keys = {clause.pk: clause.key for clause in clauses}
    held = ClauseCircle.objects.filter(clause__in=keys).order_by("clause", "pk")
    return [(keys[clause], circle) for clause, circle in held.values_list("clause", "circle")]


class RoundClauses(models.Model):
    """The texts of clauses that a round was about, as rows of key, title, text before and after as Markdown. No
    history: written with its round.
    """

    round = models.OneToOneField(
        "decisions.Round", on_delete=models.PROTECT, primary_key=True, related_name="clause_texts"
    )
    rows = models.JSONField(_("rows"), default=list)

    class Meta:
        verbose_name = _("clauses of a round")
        verbose_name_plural = _("clauses of rounds")

    def __str__(self) -> str:
        return str(self.round_id)

    @classmethod
    def write(cls, round_id: int, touched: Sequence[TouchedClause]) -> None:
        """Keep with a round the texts that it is about."""
        rows = [
            {
                "key": one.clause.key,
                "title": one.title,
                "kind": one.kind.value,
                "before": one.base.words if one.base else "",
                "after": "" if one.retires else one.words,
                "becomes": ", ".join(one.becomes),
            }
            for one in touched
        ]
        if rows:
            cls.objects.create(round_id=round_id, rows=rows)

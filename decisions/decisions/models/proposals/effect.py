"""What a proposal's text names, and what its proposer answered about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from decisions.recognition import EffectKind
from foundation.web.closed_choice import ClosedChoice

MAX_WHY = 300
MAX_NAMES = 120


@dataclass(frozen=True)
class EffectFacts:
    """What is asked of one kind, its sign, and what the answers say on the proposal. `names` stands for what it names,
    `words` for the words that name it.
    """

    sign: str
    question: Any
    yes: Any
    no: Any


class EffectOn(ClosedChoice):
    """What a text can name; in the order in which it is asked about, as `recognition.EffectKind`."""

    facts: EffectFacts

    CIRCLE = (
        EffectKind.CIRCLE.value,
        EffectFacts(
            "circle-dot",
            _("Your text names %(names)s. Does it change anything for them?"),
            _("changes something for %(names)s"),
            _("changes nothing for %(names)s"),
        ),
        _("circle"),
    )
    DOMAIN = (
        EffectKind.DOMAIN.value,
        EffectFacts(
            "key-round",
            _("Your text names %(names)s. Does it change anything there?"),
            _("changes something in %(names)s"),
            _("changes nothing in %(names)s"),
        ),
        _("domain"),
    )
    CLAUSE = (
        EffectKind.CLAUSE.value,
        EffectFacts(
            "file-text",
            _("Your text names %(names)s. Should that clause change?"),
            _("means to change %(names)s"),
            _("leaves %(names)s as it is"),
        ),
        _("clause"),
    )
    ESSENTIAL = (
        EffectKind.ESSENTIAL.value,
        EffectFacts(
            "scale",
            _("Your text names %(names)s. Does it touch that essential?"),
            _("touches %(names)s"),
            _("does not touch %(names)s"),
        ),
        _("fundamental element"),
    )
    DECISION = (
        EffectKind.DECISION.value,
        EffectFacts(
            "check-check",
            _("Your text names %(names)s. Does it change what was decided there?"),
            _("changes what %(names)s decided"),
            _("changes nothing of %(names)s"),
        ),
        _("decision"),
    )
    ACTION = (
        EffectKind.ACTION.value,
        EffectFacts(
            "square-check",
            _("Your text names %(names)s. Does it change what is to be done there?"),
            _("changes %(names)s"),
            _("changes nothing of %(names)s"),
        ),
        _("action"),
    )
    AMOUNT = (
        EffectKind.AMOUNT.value,
        EffectFacts(
            "coins",
            _("Your text names %(names)s. Is that what it costs?"),
            _("costs %(names)s"),
            _("does not cost %(names)s"),
        ),
        _("amount"),
    )
    DATE = (
        EffectKind.DATE.value,
        EffectFacts(
            "calendar-days",
            _("Your text names %(names)s. Does it move a day that was promised?"),
            _("moves what was promised for %(names)s"),
            _("moves nothing that was promised for %(names)s"),
        ),
        _("date promised"),
    )


@dataclass(frozen=True)
class EffectAnswer:
    """Yes or no to one thing that a text names, and why."""

    kind: str
    names: str
    changes: bool
    why: str = ""


class Effect(models.Model):
    """What a proposal's text names, by key, and whether it `changes` anything there. No history: each answer is in the
    record.
    """

    proposal = models.ForeignKey("decisions.Proposal", on_delete=models.PROTECT, related_name="effects")
    sort = models.CharField(_("kind"), max_length=12, choices=EffectOn)
    names = models.CharField(_("names"), max_length=MAX_NAMES)
    changes = models.BooleanField(_("changes something"))
    why = models.CharField(_("why"), max_length=MAX_WHY, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    answered_at = models.DateTimeField(_("answered"), db_default=Now())

    class Meta:
        verbose_name = _("effect")
        verbose_name_plural = _("effects")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["proposal", "sort", "names"], name="one_answer_to_each_effect")
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.names}"

    @property
    def identity(self) -> tuple[str, str]:
        """Return by what it is the same as a mention."""
        return self.sort, self.names

    @property
    def answer(self) -> EffectAnswer:
        """Return it as it was given."""
        return EffectAnswer(self.sort, self.names, self.changes, self.why)


def answers_by_identity(answers: Iterable[EffectAnswer]) -> dict[tuple[str, str], EffectAnswer]:
    """Return the last answer to each thing."""
    return {(one.kind, one.names): one for one in answers}

"""The yes and no about what a text names, in any form that has texts."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import cached_property

from circles.circles.models import Circle
from decisions.decisions.models import EffectAnswer, EffectLine, EffectOn, Words
from decisions.decisions.models.proposals.effect import MAX_NAMES, MAX_WHY
from decisions.decisions.models.proposals.named_things import lines_for, still_to_say
from decisions.decisions.models.proposals.proposal_terms import UNSAID, terms_in
from decisions.decisions.models.proposals.routing_input import Terms

MOST = 200


def answers_in(data: Mapping[str, Any]) -> list[EffectAnswer]:
    """Return the answers among what was sent: `effect-circle-power=no`, `why-circle-power=…`."""
    found = []
    for field, said in list(data.items()):
        prefix, _dash, rest = field.partition("-")
        kind, _dash, names = rest.partition("-")
        if prefix == "effect" and kind in EffectOn.values and said in {"yes", "no"} and 0 < len(names) <= MAX_NAMES:
            why = str(data.get(f"why-{rest}", "")).strip()[:MAX_WHY]
            found.append(EffectAnswer(kind, names, said == "yes", why))
    return found[:MOST]


class AnswersEffects:
    """A form whose text is asked about: which lines it shows, and what is answered so far."""

    home: Circle
    data: Any
    is_bound: bool

    @property
    def asks(self) -> bool:
        """Whether it is put to people as it is sent."""
        return True

    def said_terms(self) -> Terms:
        """Return what the form says of where it goes, without the answers: what it is `asked_terms`, nothing else."""
        return terms_in(self.home, saved=None, **{**UNSAID, **self.asked_terms()})

    def asked_terms(self) -> dict[str, Any]:
        """Return what of its terms the form asks for, by the names in `UNSAID`."""
        return {}

    def texts(self) -> Any:
        """Return the words that are asked about: of the form, of what it changes, or what it begins with."""
        given = getattr(self, "cleaned_data", None)
        if given is not None:
            return given
        instance = getattr(self, "instance", None)
        return instance if instance is not None and instance.pk else getattr(self, "initial", {})

    def answers(self) -> list[EffectAnswer]:
        """Return what is answered: in the form, else before it."""
        if self.is_bound:
            return answers_in(self.data)
        instance = getattr(self, "instance", None)
        return [one.answer for one in instance.effects.all()] if instance is not None and instance.pk else []

    @cached_property
    def effect_lines(self) -> tuple[list[EffectLine], list[EffectLine]]:
        """Return the lines that are answered, and those that are not."""
        terms = self.said_terms()
        ended = [decision.reference for decision in (terms.replaces, terms.revokes) if decision]
        return lines_for(self.home, Words.of(self.texts()), terms, self.answers(), ended=ended)

    @property
    def lines(self) -> list[EffectLine]:
        """Return all lines in the order in which they are asked."""
        order = list(EffectOn)
        return sorted([*self.effect_lines[0], *self.effect_lines[1]], key=lambda line: order.index(line.kind))

    def refuse_unanswered(self) -> None:
        """Say in the form what is still to be answered, where it is put to people."""
        if self.asks and self.effect_lines[1]:
            self.add_error(None, still_to_say(self.effect_lines[1]))  # type: ignore[attr-defined]

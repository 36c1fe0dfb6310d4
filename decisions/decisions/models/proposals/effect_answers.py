"""What answers about what a text names mean: as programs give them, and what a yes ticks, costs and reaches."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from circles.circles.models import Circle, Domain
from decisions.decisions.models.proposals.effect import EffectAnswer
from decisions.decisions.models.proposals.named_things import NamedThings, Words, add_keyed, numbers_of, things_named
from decisions.recognition import EffectKind, Mentioned
from foundation.web.exceptions import Refused


def read_answers(home: Circle, given: Iterable[Mapping[str, Any]], words: Words) -> list[EffectAnswer]:
    """Read answers as programs give them, `{names, changes, why}`: what they name is a key, an amount or a day.

    :raises Refused: for a name that means nothing here.
    """
    rows = list(given)
    guesses = [
        Mentioned(kind, str(row["names"]).strip())
        for row in rows
        for kind in (EffectKind.CLAUSE, EffectKind.DECISION, EffectKind.ACTION)
    ]
    things = things_named(home, words, [EffectAnswer(one.kind.value, one.names, changes=False) for one in guesses])
    known = {names.casefold(): (kind, names) for kind, names in things.reach}
    known |= {reach.label.casefold(): key for key, reach in things.reach.items()}
    for mention in things.mentions(words, Decimal(-1)):
        known.setdefault(mention.names.casefold(), mention.identity)
        known.setdefault(mention.words.casefold(), mention.identity)
    answers = []
    for row in rows:
        names = str(row["names"]).strip()
        identity = known.get(names.casefold())
        if identity is None:
            raise Refused(_("There is no “%(name)s” here.") % {"name": names})
        answers.append(EffectAnswer(*identity, changes=bool(row["changes"]), why=str(row.get("why") or "")))
    return answers


def ticked_by(home: Circle, answers: Iterable[EffectAnswer]) -> dict[str, list[Any]]:
    """Return the circles, domains and elements that were answered yes: the proposal touches them from then on."""
    yes: dict[str, list[str]] = {}
    for one in answers:
        if one.changes:
            yes.setdefault(one.kind, []).append(one.names)
    project = home.project
    numbers = numbers_of(yes.get("essential"))
    found: dict[str, list[Any]] = {}
    if keys := yes.get("circle"):
        found["named"] = list(Circle.objects.in_project(project).open().filter(key__in=keys).exclude(pk=home.pk))
    if keys := yes.get("domain"):
        found["domains"] = list(Domain.objects.filter(project=project, key__in=keys).held())
    if numbers:
        found["elements"] = list(project.fundamentals.current().filter(number__in=numbers))
    return found


def cost_of(answers: Iterable[EffectAnswer]) -> Decimal:
    """Return the largest amount that was answered yes."""
    amounts = [Decimal(one.names) for one in answers if one.changes and one.kind == EffectKind.AMOUNT]
    return max(amounts, default=Decimal(0))


def reached_by(home: Circle, answers: Iterable[EffectAnswer]) -> list[tuple[str, int]]:
    """Return what of a yes is no tick, with each circle that it reaches: clauses, decisions, actions, days. What has
    ended since it was answered reaches whom it reached, and a clause also whoever holds what it became.
    """
    kinds = {"clause", "decision", "action", "date"}
    yes = [one for one in answers if one.changes and one.kind in kinds]
    if not yes:
        return []
    things = NamedThings(home)
    add_keyed(things, home.project, [Mentioned(EffectKind(one.kind), one.names) for one in yes], also_ended=True)
    lines = [things.line(Mentioned(EffectKind(one.kind), one.names)) for one in yes]
    return [(line.mention.names, circle) for line in lines for circle in line.reach.circles]

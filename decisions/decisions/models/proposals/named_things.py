"""What the text of a proposal names of its project, what of it is answered, and whom the answers reach."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from circles.circles.models import Circle, Fundamental
from circles.circles.queries.tree import circles_of
from circles.projects.models import Project
from circles.restructuring.changes import Change
from decisions.actions.models import Action
from decisions.decisions.models.proposals.effect import EffectAnswer, EffectOn, answers_by_identity
from decisions.decisions.models.proposals.routing_input import Terms
from decisions.decisions.models.register.decision import Decision
from decisions.recognition import CircleName, DomainName, EffectKind, Mentioned, Names, keys_in, mentions_in
from decisions.specification.models import Clause, ClauseLineage
from documents.documents.models import Restriction
from foundation.web.exceptions import Refused

COMMITMENTS = (Fundamental.Kind.DATE, Fundamental.Kind.COMMITMENT)


class Unanswered(Refused):
    """What a text names and nobody has answered: it cannot be put to a round. `proposal` is None where none is."""

    status = 422
    code = "unanswered"
    template = "decisions/unanswered.html"

    def __init__(self, lines: Sequence["EffectLine"], proposal: Any = None) -> None:
        super().__init__(still_to_say(lines))
        self.lines, self.proposal = lines, proposal
        self.more = {"unanswered": [line.as_data() for line in lines]}
        self.context |= {"lines": lines, "proposal": proposal, "project": proposal.project if proposal else None}


def still_to_say(lines: Iterable["EffectLine"]) -> str:
    """Say what is still to be answered."""
    names = ", ".join(line.names for line in lines)
    return _("The text names %(names)s: say for each whether it changes anything there.") % {"names": names}


@dataclass(frozen=True)
class Words:
    """The texts of a proposal, as far as they are written: what is done, and what is only wrong or expected."""

    done: tuple[str, ...] = ()
    problem: tuple[str, ...] = ()

    @classmethod
    def of(cls, source: Any) -> "Words":
        """Take them from a proposal, a round or the fields of a form."""
        get = source.get if isinstance(source, Mapping) else lambda name, _default="": getattr(source, name, "")
        return cls(
            tuple(str(get(name, "") or "") for name in ("title", "text")),
            tuple(str(get(name, "") or "") for name in ("tension", "effect")),
        )

    @property
    def every(self) -> tuple[str, ...]:
        """Return all of them."""
        return (*self.done, *self.problem)


@dataclass(frozen=True)
class Reach:
    """One thing that a text names: how it is called, what is known of it, and the circles that a yes reaches."""

    label: str
    about: str = ""
    circles: tuple[int, ...] = ()
    circle: Circle | None = None


@dataclass(frozen=True)
class EffectLine:
    """One line of the form: a mention, what it is about, and the answer, if there is one."""

    mention: Mentioned
    reach: Reach
    answer: EffectAnswer | None = None

    @property
    def kind(self) -> EffectOn:
        """Return what it is."""
        return EffectOn(self.mention.kind.value)

    @property
    def names(self) -> str:
        """Return what people call it."""
        return self.reach.label

    @property
    def field(self) -> str:
        """Return the name of its field."""
        return f"effect-{self.mention.kind.value}-{self.mention.names}"

    @property
    def why_field(self) -> str:
        """Return the name of the field that says why."""
        return f"why-{self.mention.kind.value}-{self.mention.names}"

    @property
    def question(self) -> str:
        """Return what is asked."""
        return str(self.kind.facts.question) % {"names": self.names}

    def as_data(self) -> dict[str, Any]:
        """Return it as a program takes it."""
        return {
            "names": self.mention.names,
            "kind": self.kind.value,
            "words": self.mention.words,
            "question": self.question,
        }


@dataclass
class NamedThings:
    """What a text can name, read from the project for one circle's proposal; `reach` by kind and key."""

    home: Circle
    reach: dict[tuple[str, str], Reach] = field(default_factory=dict)
    names: Names = field(default_factory=Names)

    def mentions(self, words: Words, cost: Decimal) -> list[Mentioned]:
        """Return what the words name."""
        return mentions_in(words.done, replace(self.names, cost=cost), problem=words.problem)

    def line(self, mention: Mentioned, answer: EffectAnswer | None = None) -> EffectLine:
        """Return a line about a mention."""
        found = self.reach.get(mention.identity)
        if found is None:
            label = mention.words or mention.names
            above = tuple(self.promised_to()) if mention.kind is EffectKind.DATE else ()
            found = Reach(label, circles=above)
        return EffectLine(mention, found, answer)

    def promised_to(self) -> list[int]:
        """Return the circles that hold what was promised outside: the holders of such essentials, else the general."""
        project = self.home.project
        holders = project.fundamentals.current().filter(sort__in=COMMITMENTS).values_list("holder", flat=True)
        return list(dict.fromkeys(holders)) or [project.circles.general().pk]


def things_named(home: Circle, words: Words, answers: Iterable[EffectAnswer] = ()) -> NamedThings:
    """Read what of the project texts of this circle, and answers, could name: its circles, what others hold, and the
    clauses, essentials, decisions and actions whose keys stand there. Seven queries at most; one less where the request
    has read the circles.
    """
    project, found = home.project, NamedThings(home)
    circles = [circle for circle in circles_of(project) if not circle.is_closed]
    by_pk = {circle.pk: circle for circle in circles}
    asked = [circle for circle in circles if circle.pk != home.pk]
    for circle in asked:
        label = _("the general circle") if circle.parent_id is None else circle.name
        found.reach["circle", circle.key] = Reach(label, circles=(circle.pk,), circle=circle)
    domains = []
    for domain in project.domains.held().exclude(circle=home).prefetch_related("sharings"):
        holders = tuple(one for one in domain.spoken_for_by if one != home.pk)
        holder = by_pk.get(domain.circle_id)
        about = _("%(circle)s holds it: %(label)s") % {"circle": holder.name if holder else "", "label": domain.name}
        found.reach["domain", domain.key] = Reach(domain.key, about, holders, holder)
        domains.append(DomainName(domain.key, domain.name))
    essentials = {one.reference: one for one in project.fundamentals.current()}
    for key, one in essentials.items():
        found.reach["essential", key] = Reach(key, one.statement, (one.holder_id,))
    written = [*keys_in(words.every), *[Mentioned(EffectKind(one.kind), one.names) for one in answers]]
    add_keyed(found, project, written)
    names = tuple(
        CircleName(one.key, project.name if one.parent_id is None else one.name, one.parent_id is None) for one in asked
    )
    keys = frozenset(key for kind, key in found.reach if kind not in {"circle", "domain"})
    statements = {key: one.statement for key, one in essentials.items()}
    found.names = Names(names, tuple(domains), keys, statements)
    return found


def add_keyed(found: NamedThings, project: Project, written: Iterable[Mentioned], *, also_ended: bool = False) -> None:
    """Read the clauses, decisions and actions that keys mean; those of one's own circle alone reach nobody.
    `also_ended`: those retired, out of force or done as well, and what such clauses became.
    """
    keys: dict[EffectKind, set[str]] = {}
    for one in written:
        keys.setdefault(one.kind, set()).add(one.names)
    if clauses := keys.get(EffectKind.CLAUSE):
        add_clauses(found, project, clauses, also_ended=also_ended)
    add_decisions(found, project, numbers_of(keys.get(EffectKind.DECISION)), also_ended=also_ended)
    if numbers := numbers_of(keys.get(EffectKind.ACTION)):
        actions = Action.objects.in_project(project).filter(number__in=numbers).exclude(circle=found.home)
        for action in actions if also_ended else actions.filter(done_at=None, dropped_at=None):
            found.reach["action", action.reference] = Reach(action.reference, action.what, (action.circle_id,))


def add_decisions(found: NamedThings, project: Project, numbers: list[int], *, also_ended: bool = False) -> None:
    """Read the decisions in force of these numbers that reach another circle."""
    if numbers:
        decisions = Decision.objects.in_project(project).filter(number__in=numbers).select_related("round")
        for decision in decisions if also_ended else decisions.in_force():
            reached = {decision.circle_id, decision.decided_by_id, *decision.round.affected} - {found.home.pk}
            if reached:
                key = decision.reference
                found.reach["decision", key] = Reach(key, decision.title, tuple(sorted(reached)))


def add_clauses(found: NamedThings, project: Project, written: set[str], *, also_ended: bool = False) -> None:
    """Read the clauses that keys mean: whole, or how they end where a text leaves the prefix out. One of a restricted
    document is called by its key alone: whoever writes a text may not be one who reads it.
    """
    ends = tuple(key for key in written if key.startswith("-"))
    clauses = Clause.objects.in_project(project)
    if not also_ended:
        clauses = clauses.filter(retired_at=None, dropped_at=None)
    rows = clauses.values_list("pk", "key", Restriction.objects.in_force().holding("document"))
    meant = {pk: is_restricted for pk, key, is_restricted in rows if key in written or key.endswith(ends)}
    became = ClauseLineage.objects.descendants(meant) if also_ended else {}
    later = Clause.objects.prefetch_related("seats__circle").in_bulk({pk for after in became.values() for pk in after})
    for clause in clauses.filter(pk__in=meant).select_related("text").prefetch_related("seats__circle"):
        meaning = [clause, *(later[pk] for pk in became.get(clause.pk, ()))]
        about = "" if meant[clause.pk] else clause.title
        holders = dict.fromkeys(circle.pk for one in meaning for circle in one.holders)
        found.reach["clause", clause.key] = Reach(clause.key, about, tuple(holders))


def numbers_of(keys: Iterable[str] | None) -> list[int]:
    """Return the numbers of references such as D-14; too large ones mean nothing."""
    found = [key.rpartition("-")[2] for key in keys or ()]
    return [int(one) for one in found if one.isdigit() and len(one) < 9]


def lines_for(
    home: Circle,
    words: Words,
    terms: Terms,
    answers: Iterable[EffectAnswer],
    *,
    ended: Iterable[str] = (),
    released_circles: Iterable[int] = (),
) -> tuple[list[EffectLine], list[EffectLine]]:
    """Return the lines about what a text names: those that are answered, and those that are not. What the `terms` say
    already (a ticked circle, a cost, what a change of circles names in its own words) is no question; `ended` are the
    decisions that it puts out of force, `released_circles` need no word: they released their claim. An empty form reads
    nothing.
    """
    given = answers_by_identity(answers)
    if not given and not any(map(str.strip, words.every)):
        return [], []
    things = things_named(home, words, given.values())
    affected = {home.pk, *released_circles, *affected_by(terms)}
    said = {*ended, *[one.key for one in terms.domains], *[one.reference for one in terms.elements]}
    said |= {key for key, _circle in terms.clauses}
    own = {one.identity for change in terms.changes for one in things.mentions(words_of(change), terms.cost)}
    answered, open_ = [], []
    for mention in things.mentions(words, terms.cost):
        line = things.line(mention, given.get(mention.identity))
        if line.answer:
            answered.append(line)
        elif mention.identity not in own and not is_said(line, said, affected):
            open_.append(line)
    named = {line.mention.identity for line in answered}
    for identity, answer in given.items():
        if identity not in named:
            answered.append(things.line(Mentioned(EffectKind(answer.kind), answer.names), answer))
    return answered, open_


def words_of(change: Change) -> Words:
    """Return the words in which a change of circles says what it does."""
    return Words.of({"title": change.summary(), "text": "\n\n".join(change.preview())})


def is_said(line: EffectLine, said: set[str], affected: set[int]) -> bool:
    """Whether the proposal says already what a yes would: it names it, or asks everyone whom that would reach."""
    if line.mention.names in said:
        return True
    reached = line.mention.kind in {EffectKind.CIRCLE, EffectKind.DOMAIN, EffectKind.DECISION, EffectKind.ACTION}
    return reached and bool(line.reach.circles) and set(line.reach.circles) <= affected


def affected_by(terms: Terms) -> set[int]:
    """Return the circles that are affected already by what is ticked, claimed or carried out."""
    found = {circle.pk for circle in terms.named}
    found |= {circle for domain in terms.domains for circle in domain.spoken_for_by}
    found |= {circle for circle, _what in terms.claims}
    found |= {circle for _key, circle in terms.clauses}
    found |= {circle.pk for change in terms.changes for circle in change.affects()}
    for decision in filter(None, (terms.replaces, terms.revokes)):
        found |= {decision.circle_id, decision.decided_by_id, *decision.round.affected}
    return found

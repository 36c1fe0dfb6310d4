"""Who can do what: people of a project by name and skill, and what a circle lacks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from circles.circles.models import Circle, Membership
from foundation.accounts.models import User
from foundation.accounts.skills import has_skill, missing_from, name_of, skills_in, trades_called
from foundation.web.name_patterns import SearchQuery

NAMES = ("name", "handle")


def people_answering(people: QuerySet[User], words: SearchQuery) -> QuerySet[User]:
    """Keep the people of whom each word is in name, handle or skills; a trade is found by its name in any language.
    `rank` is how well their names answer (0 is best); who is found by what they can do comes after these.
    """
    found = people
    for term in words.terms:
        found = found.filter(_has_term(SearchQuery(term, (term,))))
    ranks = [When(_any_has(NAMES, patterns), then=Value(rank)) for rank, patterns in enumerate(words.ranks)]
    ranks.append(When(_any_has(NAMES, words.patterns), then=Value(len(ranks))))
    return found.annotate(rank=Case(*ranks, default=Value(len(ranks)), output_field=IntegerField()))


def _has_term(term: SearchQuery) -> Q:
    found = _any_has((*NAMES, "skills"), term.patterns)
    for trade in trades_called(term):
        found |= Q(skills__regex=rf"(^|\n){trade.value}(\n|$)")
    return found


def _any_has(fields: tuple[str, ...], patterns: tuple[str, ...]) -> Q:
    return Q.create([Q(*((f"{field}__iregex", pattern) for pattern in patterns)) for field in fields], connector=Q.OR)


@dataclass(frozen=True)
class Need:
    """A skill that a circle needs: whether a member has it, and who else in the project does where none has."""

    skill: str
    is_there: bool
    helpers: tuple[User, ...] = ()

    @property
    def name(self) -> str:
        """Return it as people read it."""
        return name_of(self.skill)


def needs_of(circle: Circle) -> list[Need]:
    """Return what a circle needs, what it lacks first."""
    return sorted(_needs(circle), key=lambda need: need.is_there)


def _needs(circle: Circle) -> Iterator[Need]:
    if not circle.needs:
        return
    voices = Membership.objects.with_a_voice_in(circle).filter(user=OuterRef("pk"))
    people = list(circle.project.people().exclude(skills="").annotate(is_member=Exists(voices)))
    missing = missing_from(circle.needs, [one.skills for one in people if one.is_member])
    for skill in skills_in(circle.needs):
        if skill in missing:
            yield Need(skill, is_there=False, helpers=_helpers(people, skill))
        else:
            yield Need(skill, is_there=True)


def _helpers(people: Iterable[User], skill: str) -> tuple[User, ...]:
    return tuple(one for one in people if has_skill(one.skills, skill))

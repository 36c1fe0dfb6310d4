"""Whom and what a message names: people of its project, and things by their reference."""

from collections.abc import Collection
from functools import cached_property

from django.utils.translation import gettext as _now

from circles.circles.models import Circle
from circles.projects.models import Project
from circles.projects.models.translated_name import TranslatedName, general_names
from circles.projects.references import thing_at
from documents.conversation.text import markup
from foundation.accounts.models import User
from foundation.web.exceptions import Refused

MAX_TEXT = 20_000
MAX_REFERENCES = 100
"""How many different things one message leads to; each costs a query."""


class Mentions:
    """Reads one message; afterwards `people` are those it names. A guest names only people `among` those whose words
    they read, and leads to nothing else: nobody finds out by writing who and what there is. Where a message may name
    whole circles (`with_circles`), those are in `circles`.
    """

    def __init__(
        self,
        project: Project,
        circle: Circle | None,
        *,
        among: Collection[User] | None = None,
        with_circles: bool = False,
    ) -> None:
        self.project = project
        self.among = among
        self.circle = circle
        self.with_circles = with_circles
        self.people: set[User] = set()
        self.circles: set[Circle] = set()
        self.addresses: dict[str, str | None] = {}

    def render(self, text: str) -> str:
        """Write the message as HTML, remembering who is named; refuse one that takes long before it does."""
        if len(text) > MAX_TEXT:
            raise Refused(_now("This message is too long; make it a document and link to it."))
        return markup.render(text, person=self._person, address=self._address)

    @cached_property
    def names(self) -> dict[str, User]:
        """Return people by handle, name and first name in lower case; first names that several bear only name
        a person of the circle, and nobody when several there do.
        """
        people = list(self.project.people() if self.among is None else self.among)
        here = set(self.circle.people().values_list("pk", flat=True)) if self.circle else set()
        found: dict[str, User] = {}
        for group in (people, [user for user in people if user.pk in here]):
            firsts = [user.first_name.lower() for user in group]
            found |= {first: user for first, user in zip(firsts, group, strict=True) if firsts.count(first) == 1}
        found |= {user.name.lower(): user for user in people}
        return found | {user.handle.lower(): user for user in people if user.handle}

    @cached_property
    def circle_names(self) -> dict[str, Circle]:
        """Return open circles by key and name in lower case, where a message may name any; a general circle that nobody
        renamed has one in each language, and whoever names it may be read in another.
        """
        found = list(Circle.objects.in_project(self.project).open()) if self.with_circles else []
        names = {circle.key.lower(): circle for circle in found} | {circle.name.lower(): circle for circle in found}
        general = next((circle for circle in found if isinstance(circle.name, TranslatedName)), None)
        return {name.lower(): general for name in general_names() if general} | names

    @property
    def people_reached(self) -> set[User]:
        """Return the people it names, each by name or through a named circle."""
        around = User.objects.filter(memberships__circle__in=self.circles, memberships__ended_at=None)
        return self.people | (set(around) if self.circles else set())

    def _person(self, words: str) -> str | None:
        parts = words.split(" ")
        for length in range(len(parts), 0, -1):
            name = " ".join(parts[:length])
            for candidate in (name, name.rstrip(".-'’")):
                user = self.names.get(candidate.lower())
                if user:
                    self.people.add(user)
                    return candidate
                if circle := self.circle_names.get(candidate.lower()):
                    self.circles.add(circle)
                    return candidate
        return None

    def _address(self, reference: str) -> str | None:
        if self.among is not None:
            return None
        if reference not in self.addresses and len(self.addresses) < MAX_REFERENCES:
            thing = thing_at(self.project, reference)
            self.addresses[reference] = thing.get_absolute_url() if thing else None
        return self.addresses.get(reference)

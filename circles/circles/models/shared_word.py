"""A word of a project by which things are found together: a label of actions, a tag of documents."""

from typing import ClassVar, Self

from django.db import models
from django.db.models.functions import Now
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from circles.circles.models.item_queries import ThingQuerySet
from circles.projects.models import Subject
from foundation.web.exceptions import Refused

MAX_WORD = 40
MAX_WORDS = 200
"""So many of a kind a project has at most."""


class SharedWordQuerySet[W: "SharedWord"](ThingQuerySet[W]):
    """Finds words of a kind."""

    def named(self, name: str) -> Self:
        """Keep the one of this name, in whatever case."""
        return self.filter(name__iexact=name)


class SharedWord(Subject):
    """A word on things. Whoever is in the project makes one by using it.

    Who derives from it has a foreign key `project`, and lets each name stand once in it, in whatever case.
    """

    locked_with: ClassVar[tuple[str, ...]] = ("project",)
    not_a_name: ClassVar[Promise]
    """What people are told who give it none, a long one, or one with a comma, with the `number` of characters."""

    name = models.CharField(_("name"), max_length=MAX_WORD)
    created_at = models.DateTimeField(_("made"), db_default=Now(), editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @classmethod
    def name_or_refused(cls, name: str) -> str:
        """Return a name as it is kept.

        :raises Refused: for none, a long one, or one with a comma, which parts them.
        """
        wanted = " ".join(name.split())
        if not wanted or len(wanted) > MAX_WORD or "," in wanted:
            raise Refused(str(cls.not_a_name) % {"number": MAX_WORD})
        return wanted

"""What people think of a message or a comment, without words: a few kinds and all emoji, and the rows they leave."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Self, cast
from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.conversation.emoji import LONGEST, emoji_of
from foundation.accounts.models import User
from foundation.web.closed_choice import ClosedChoice

type ThingKey = int | UUID
"""The id of what people react to."""


@dataclass(frozen=True)
class ReactionFacts:
    """What the program asks of a reaction: the icon that shows it."""

    sign: str


class ReactionKind(ClosedChoice):
    """What can be thought of a message or a comment. Clients of the API and copies know them by their values.

    Beside these any emoji can be given. Adding one takes a member here, its French, its label in its row of
    `docs/wording.md`, and its icon's name in `frontend/tools/icons.txt` (then `npm run sprite`).
    """

    facts: ReactionFacts

    AGREE = "thumbs-up", ReactionFacts(sign="thumbs-up"), _("I agree")
    THANKS = "heart", ReactionFacts(sign="heart"), _("Thank you")
    SEEN = "eye", ReactionFacts(sign="eye"), _("I am looking at it")
    UNCLEAR = "circle-question-mark", ReactionFacts(sign="circle-question-mark"), _("I do not understand")


def reaction_of(kind: str) -> str:
    """Return a reaction as it is kept: one of ours, or any emoji, written in one way; nothing for what is none."""
    return kind if kind in ReactionKind.values else emoji_of(kind)


def label_of(kind: str) -> str:
    """Return what a reaction says in words; an emoji says itself."""
    return str(ReactionKind(kind).label) if kind in ReactionKind.values else kind


@dataclass(frozen=True)
class ReactionCount:
    """Who gave a reaction, first come first, and whether the reader did."""

    kind: str
    people: list[User]
    is_mine: bool

    @property
    def icon(self) -> str:
        """Return the icon that shows it; nothing for an emoji, which shows itself."""
        return ReactionKind(self.kind).facts.sign if self.kind in ReactionKind.values else ""

    @property
    def words(self) -> str:
        """Return it for screen readers and as a hint: what it says, and who gave it."""
        return f"{label_of(self.kind)}: {', '.join(user.name for user in self.people)}"


class ReactionQuerySet[R: "Reaction"](models.QuerySet[R]):
    """Finds reactions."""

    def given_to(self, things: Iterable[ThingKey]) -> Self:
        """Keep those to some things, named by their ids."""
        return self.filter(**{f"{self.model.thing}__in": list(things)})

    def by_thing(self, reader: User) -> dict[ThingKey, list[ReactionCount]]:
        """Return them as one person sees them, by the thing's id: one query."""
        given: dict[tuple[ThingKey, str], list[User]] = {}
        for row in self.select_related("user").order_by("pk"):
            given.setdefault((row.thing_id, row.kind), []).append(row.user)
        found: dict[ThingKey, list[ReactionCount]] = {}
        for (thing, kind), people in given.items():
            found.setdefault(thing, []).append(ReactionCount(kind, people, reader in people))
        return found


class Reaction(models.Model):
    """A reaction of one person. No history: it is given and taken back with a click.

    Who derives from it has a foreign key to what people react to, with `reactions` as its `related_name`, says its name
    as `thing`, and lets each person give each reaction once.
    """

    thing: ClassVar[str]

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("reaction"), max_length=LONGEST)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.user} {self.kind}"

    @property
    def label(self) -> str:
        """Return what it says in words."""
        return label_of(self.kind)

    @property
    def thing_id(self) -> ThingKey:
        """Return the id of what it is a reaction to."""
        return cast(ThingKey, getattr(self, f"{self.thing}_id"))

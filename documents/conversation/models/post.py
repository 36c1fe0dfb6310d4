"""A post: what one person says in one place, may change and may take back. A message is one, and a comment."""

from collections.abc import Collection
from dataclasses import dataclass
from html import unescape
from typing import ClassVar, Protocol, Self, cast
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from circles.circles.models import ThingQuerySet
from circles.projects.models import Project, Subject
from documents.conversation.models.reaction import Reaction
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.exceptions import Refused

MAX_NICK = 80


class PostPlace(Protocol):
    """Where something is said: what is asked of a topic, a thread or a document."""

    @property
    def project(self) -> Project: ...

    @property
    def record_id(self) -> UUID: ...

    @property
    def scope(self) -> str: ...

    def readers_among(self, people: Collection[User]) -> set[UUID]:
        """Return which of these people may read what is said there."""
        ...


class PostRows[M: models.Model](Protocol):
    """What hangs on one post: its earlier wordings, the reactions to it."""

    def all(self) -> models.QuerySet[M]: ...

    def filter(self, **fields: object) -> models.QuerySet[M]: ...

    def create(self, **fields: object) -> M: ...


class Placed(Subject):
    """What stands in some place, such as a topic or a document: who may read that reads it."""

    class Meta:
        abstract = True

    @property
    def place(self) -> PostPlace:
        """Return its place."""
        raise NotImplementedError

    @property
    def record_id(self) -> UUID:
        return self.place.record_id

    @property
    def scope(self) -> str:
        return self.place.scope

    def readers_among(self, people: Collection[User]) -> set[UUID]:
        return self.place.readers_among(people)


class Authored(Placed):
    """What a person of ours made there, or of elsewhere, from where it was imported."""

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    nick = models.CharField(_("name elsewhere"), max_length=MAX_NICK, blank=True)  # of what was imported

    class Meta:
        abstract = True

    @property
    def speaker(self) -> str:
        """Return whose it is: a name of ours, or of elsewhere; nothing for Ronde and servers."""
        return self.author.name if self.author else self.nick

    @property
    def speaker_short(self) -> str:
        return self.author.first_name if self.author else self.nick


@dataclass(frozen=True)
class PostWords:
    """What people are told who leave nothing of a post, change a removed one, or send one with the key of another."""

    empty: Promise
    removed: Promise
    key_taken: Promise


class PostQuerySet[P: "Post"](ThingQuerySet[P]):
    """Finds posts."""

    def with_place(self) -> Self:
        """Fetch their place along, with circle and project."""
        raise NotImplementedError

    def locked(self) -> Self:
        """Lock them to be changed. Who answers one meanwhile need not wait: they hold the row of its place."""
        return self.select_for_update(of=("self",), no_key=True)

    def standing(self) -> Self:
        """Leave out what was removed."""
        return self.filter(removed_at=None)


class Post(Authored):
    """What one person said. Who derives from it has a foreign key to its place, an `EarlierWording` whose
    `related_name` is `wordings`, a `Reaction` of which it is `reactions`, and its `words`.

    No simple-history: earlier wordings are kept, and most posts never have one.
    """

    words: ClassVar[PostWords]
    key_field: ClassVar[str]
    """Which field has the sender's own key: what is sent twice stands once."""
    wordings: "PostRows[EarlierWording]"
    reactions: PostRows[Reaction]

    text = models.TextField(_("text"))
    html = models.TextField(editable=False)
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return Truncator(self.plain).chars(80)

    @property
    def quotable(self) -> str:
        return self.text

    @property
    def plain(self) -> str:
        """Return its words on one line, without marks; its text as it is where no HTML was made of that."""
        if not self.html:
            return self.text
        return " ".join(unescape(strip_tags(self.html)).split())

    @property
    def body(self) -> SafeString:
        """Return its HTML, which `documents.conversation.text.markup` made of the text and cleaned."""
        return mark_safe(self.html)

    @property
    def is_removed(self) -> bool:
        return self.removed_at is not None

    @property
    def is_edited(self) -> bool:
        """Return whether it stands there in other words than at first."""
        return self.edited_at is not None and not self.is_removed

    @classmethod
    def sent_before(cls, key: UUID | None, *, by: User | None, place: PostPlace | None = None) -> Self | None:
        """Return the post that its author sent with this key already, to this place where one is given.

        :raises Refused: where the post with this key is another one.
        """
        post = cls._every().with_place().filter(**{cls.key_field: key}).first() if key else None
        if post and (post.author_id != (by.pk if by else None) or (place and post.place != place)):
            raise Refused(str(cls.words.key_taken))
        return post

    def locked_to_mark(self) -> Self:
        """Return the post locked, for whoever may speak in its place to put something on it.

        :raises Refused: once it was removed, or its place is closed.
        """
        post = self._locked()
        post.refuse_place_closed()
        post.refuse_gone()
        return post

    def locked_for(self, by: User) -> Self:
        """Return the post locked, for its author to change.

        :raises Refused: to others, and once it was removed.
        """
        post = self._locked()
        post.place.project.refuse_archived()
        if post.author_id != by.pk:
            raise Refused(_now("Only the person who wrote it can change it."))
        post.refuse_gone()
        return post

    def refuse_place_closed(self) -> None:
        """Raise Refused where nothing more is said, or put on what was said."""
        raise NotImplementedError

    def refuse_gone(self) -> None:
        """Raise Refused where it does not stand here any more."""
        if self.is_removed:
            raise Refused(str(self.words.removed))

    def take_back(self) -> None:
        """Forget its words, their earlier forms and the reactions to them; the caller saves it."""
        self.text, self.html, self.removed_at = "", "", clock.now()
        self.wordings.all().delete()
        self.reactions.all().delete()

    def _locked(self) -> Self:
        return self._every().locked().with_place().get(pk=self.pk)

    @classmethod
    def _every(cls) -> PostQuerySet[Self]:
        return cast(PostQuerySet[Self], cls._default_manager.all())


class EarlierWording(models.Model):
    """What a post said before it was edited. Who derives from it has a foreign key to the post."""

    text = models.TextField(_("text"))
    until = models.DateTimeField(_("until"), db_default=Now())

    class Meta:
        abstract = True
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return Truncator(self.text).chars(80)

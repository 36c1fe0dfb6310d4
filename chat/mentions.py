"""Whom and what a message names: people of its project, and things by their reference."""

from collections.abc import Collection
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _now

from accounts.models import User
from chat import markup
from chat.broadcasts import say_inbox
from chat.event_types import ChatNotice
from chat.models.read_marker import Reading
from circles.extension_points import references
from circles.models import Circle, Project
from inbox.models import Notice
from web.exceptions import Refused

if TYPE_CHECKING:
    from chat.models import Message

MAX_TEXT = 20_000
MAX_REFERENCES = 100
"""How many different things one message leads to; each costs a question to the store."""
EVENTS = {Notice.Reason.MENTIONED: ChatNotice.MENTIONED, Notice.Reason.ANSWERED: ChatNotice.ANSWERED}


class Mentions:
    """Reads one message; afterwards `people` are those it names."""

    def __init__(self, project: Project, circle: Circle) -> None:
        self.project = project
        self.circle = circle
        self.people: set[User] = set()
        self.addresses: dict[str, str | None] = {}

    def render(self, text: str) -> str:
        """Write the message as HTML, remembering who is named; refuse one that takes long before it does."""
        if len(text) > MAX_TEXT:
            raise Refused(_now("This message is too long; make it a document and link to it."))
        return markup.render(text, person=self._person, address=self._address)

    @cached_property
    def names(self) -> dict[str, User]:
        """Give people by handle, name and first name in lower case; first names that several bear only name
        somebody of the circle, and nobody when several there do.
        """
        everybody = list(self.project.people())
        here = set(self.circle.people().values_list("pk", flat=True))
        found: dict[str, User] = {}
        for group in (everybody, [user for user in everybody if user.pk in here]):
            firsts = [user.first_name.lower() for user in group]
            found |= {first: user for first, user in zip(firsts, group, strict=True) if firsts.count(first) == 1}
        found |= {user.name.lower(): user for user in everybody}
        return found | {user.handle.lower(): user for user in everybody if user.handle}

    def _person(self, words: str) -> str | None:
        parts = words.split(" ")
        for length in range(len(parts), 0, -1):
            name = " ".join(parts[:length])
            for candidate in (name, name.rstrip(".-'’")):
                user = self.names.get(candidate.lower())
                if user:
                    self.people.add(user)
                    return candidate
        return None

    def _address(self, reference: str) -> str | None:
        letter, _, number = reference.partition("-")
        if reference not in self.addresses and letter in references() and len(self.addresses) < MAX_REFERENCES:
            thing = references()[letter](self.project, int(number))
            self.addresses[reference] = thing.get_absolute_url() if thing else None
        return self.addresses.get(reference)

    def tell(self, message: "Message", *, by: User | None, but: Collection[User] = ()) -> None:
        """Put a notice in the inbox of everybody named, and of who is answered, in the caller's transaction."""
        told = {user: Notice.Reason.MENTIONED for user in self.people if user not in but}
        answered = message.reply_to.author if message.reply_to and not but and not message.edited_at else None
        if answered and answered not in told and self.project.has(answered):
            told[answered] = Notice.Reason.ANSWERED
        for user, reason in told.items():
            if by is None or user.pk != by.pk:
                self._notice(message, user, reason, by)

    def _notice(self, message: "Message", user: User, reason: Notice.Reason, by: User | None) -> None:
        topic = message.topic
        Notice.objects.create(
            user=user,
            project=topic.project_id,
            reason=reason,
            event=EVENTS[reason],
            by=by.pk if by else None,
            by_name=by.name if by else "",
            reference=topic.thing_reference,
            title=topic.name,
            address=message.get_absolute_url(),
            message=message.pk,
            happened_at=message.said_at,
        )
        Reading.follow(topic, user, at=message.said_at)
        say_inbox(user)

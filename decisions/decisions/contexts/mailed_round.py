"""What an e-mail and its page show of a round that asks a person: enough to decide, what they have said, and why they
cannot answer, where they cannot.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from decisions.decisions import permissions
from decisions.decisions.models import Position, Proposal, Round
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.links import opened, signed

PURPOSE = "answer to a round by e-mail"
HOLDS = timedelta(days=30)
"""So long a link lives at most; most end before, with their round."""


@dataclass(frozen=True)
class MailedRound:
    """A round, as it stands for one person."""

    round: Round
    person: User
    said: str
    """What they said to this text last, or nothing; having needed time, one may still speak."""
    spoken: int
    asked: int
    why_not: str
    """Why they cannot answer, in a sentence; nothing where they can."""

    @property
    def proposal(self) -> Proposal:
        return self.round.proposal

    @property
    def said_words(self) -> str:
        return str(Position.Kind(self.said).label) if self.said else ""


def mailed_round(round_: Round, person: User) -> MailedRound:
    """Gather it."""
    said = round_.positions.standing().filter(user=person).order_by("-pk").values_list("kind", flat=True).first()
    spoken = Position.objects.spoken().filter(round=round_)
    return MailedRound(
        round_,
        person,
        said or "",
        spoken.values("user").distinct().count(),
        round_.asked.values("user").distinct().count(),
        why_not(round_, person, said or ""),
    )


def why_not(round_: Round, person: User, said: str) -> str:
    """Say why a person cannot answer a round by a link, in a sentence."""
    if round_.outcome == Round.Outcome.REPLACED:
        return _("The text has changed since this e-mail; you are asked again, about the new text.")
    if round_.closed_at or round_.is_over(clock.now()):
        return _("This round is closed.")
    if not permissions.may_speak(person, round_):
        return _("You are no longer asked in this round.")
    if said and Position.Kind(said).facts.speaks:
        return _("You have given your position.")
    return ""


def secret_of(round_: Round, person: User) -> str:
    """Return the secret part of the address at which one person answers one round."""
    return signed(PURPOSE, person, round_.pk)


def round_behind(secret: str, slug: str) -> tuple[User, Round] | None:
    """Return who answers which round by an address; None for a false or dead one, and for who has left the project."""
    found = opened(PURPOSE, secret, max_age=int(HOLDS.total_seconds()))
    if found is None:
        return None
    person, values = found
    rounds = Round.objects.filter(pk=values[0], proposal__project__slug=slug)
    round_ = rounds.select_related("proposal__project").first()
    if round_ is None or not permissions.is_in(person, round_.proposal.project):
        return None
    return person, round_

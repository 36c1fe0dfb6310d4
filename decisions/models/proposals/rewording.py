"""Changing the wording of what is in a round: a typo, a clearer phrase."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django.db import transaction
from django.utils.translation import gettext as _now

from accounts.models import User
from audit import clock
from decisions import deadlines
from decisions.event_types import DecisionEvent
from decisions.models.proposals.routed import Routed
from inbox.models import Notice
from web.exceptions import Refused

if TYPE_CHECKING:
    from decisions.models.proposals.editorial import Editorial
    from decisions.models.proposals.proposal import Proposal
    from decisions.models.rounds.round import Round

WORDS = ("title", "tension", "text", "effect")


class Rewording(Routed):
    """The wording of a proposal; mixed into `Proposal`, which has the words."""

    class Meta:
        abstract = True

    def reword(self, *, by: User, at: datetime | None = None, **changes: Any) -> "Editorial":
        """Change words only, under the label "editorial": the round goes on, and who is asked may refuse the label.
        `changes` are as for `revise`; what does not differ may be among them.

        :raises Refused: when no round is open, it is about to end, nothing is changed, or more than words is.
        """
        self.settle(at=at)
        with transaction.atomic():
            proposal = cast("Proposal", self.locked())
            proposal.refuse_decided()
            now = at or clock.now()
            round_ = open_or_refuse(proposal, now)
            words = {name: getattr(proposal, name) for name in WORDS}
            changed = proposal.take_over(changes)
            if not changed:
                raise Refused(_now("Nothing was changed."))
            if not set(changed) <= set(WORDS):
                raise Refused(
                    _now("Only words can be editorial; what it costs, touches or does is an ordinary change.")
                )
            if "text" in changed and proposal.is_being_amended:
                raise Refused(
                    _now("An amendment of this text is begun: write it there, or make it an ordinary change.")
                )
            proposal.changed_at = now
            proposal.save()
            after = {name: getattr(proposal, name) for name in changed}
            for name, new in after.items():
                setattr(round_, name, new)
            round_.edited_at = now
            round_.save()
            before = {name: words[name] for name in changed}
            editorial: Editorial = round_.editorials.create(by=by, before=before, after=after, made_at=now)
            people = {asked.user: Notice.Reason.ASKED for asked in round_.asked.select_related("user")}
            proposal.record_event(
                DecisionEvent.WORDING_CHANGED, by=by, at=at, people=people, also=["proposals"], changed=changed
            )
        return editorial


def open_or_refuse(proposal: "Proposal", now: datetime) -> "Round":
    """Give the open round, unless it ends so soon that nobody would have the time to refuse the label.

    :raises Refused: when none is open, it waits for the very next sync, or nine tenths of its window have passed.
    """
    round_ = proposal.open_round
    if round_ is None:
        raise Refused(_now("No round is open: there is no label to give, just change the text."))
    if round_.pressing:
        raise Refused(_now("The very next sync takes it, too soon to refuse the label: make it an ordinary change."))
    if round_.closes_at and now >= deadlines.reminders(round_.opened_at, round_.closes_at)[1]:
        raise Refused(_now("The round ends too soon for anybody to refuse the label: make it an ordinary change."))
    return round_

"""Taking back a position within ten minutes: what stood before it stands again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from decisions.decisions.event_types import DecisionEvent
from decisions.decisions.models import Position, Round, TakenBack
from decisions.decisions.models.rounds.taken_back import TAKEN_BACK_WITHIN
from decisions.decisions.workflows.round_closing import end_early, write_due_outcomes
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.exceptions import Refused


def take_back_position(round_: Round, *, by: User, at: datetime | None = None) -> Position | None:
    """Lock its proposal, and take back what one has just said to a round: what one had said before stands again, also
    an objection that it had lifted, and silence; a day that it asked for is given back. Return what stands now.

    Records `position.taken_back`, of which nobody is told.

    :raises Refused: when one has said nothing in the last ten minutes to take back, or the round is closed.
    """
    write_due_outcomes(round_.proposal, at=at)
    with transaction.atomic():
        round_ = _locked_open(round_, at=at)
        now = at or clock.now()
        own = round_.positions.standing().filter(user=by, recorded_by=None, deputy=None).order_by("-pk")
        position = own.first()
        if position is None or now > position.said_at + TAKEN_BACK_WITHIN:
            raise Refused(_("There is nothing to take back; say on the proposal’s page what holds instead."))
        position.round = round_
        TakenBack.objects.create(position=position, taken_back_at=now)
        _restore_objections(position, by=by, now=now)
        round_.give_back_time(position, now)
        round_.proposal.record_event(
            DecisionEvent.POSITION_TAKEN_BACK, by=by, at=at, position=position.kind, round=round_.number
        )
        end_early(round_, at=at)
        return round_.positions.standing().filter(user=by).order_by("-pk").first()


def _locked_open(round_: Round, *, at: datetime | None) -> Round:
    """Lock, and read this round.

    :raises Refused: when it is closed: it may have ended with what would be taken back.
    """
    proposal = round_.proposal.locked()
    found = Round.objects.open_at(at).of_undecided().filter(pk=round_.pk, proposal=proposal).first()
    if found is None:
        raise Refused(_("This round is closed."))
    found.proposal = proposal
    return found


def _restore_objections(position: Position, *, by: User, now: datetime) -> None:
    """Let an objection fall that was this position, and those stand again that it had lifted."""
    objections = position.round.proposal.objections
    if position.says.facts.may_block:
        because = position.round.proposal.project.in_its_language(gettext_noop("Taken back at once."))
        position.objection.mark_lifted(because=because, by=by, at=now)
    for lifted in objections.filter(by=by, lifted_by=by, lifted_at=position.said_at):
        lifted.stand_again()

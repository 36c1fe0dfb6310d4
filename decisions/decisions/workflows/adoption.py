"""Adopting a proposal as a decision, and ending its round in a sync."""

from datetime import datetime
from typing import cast

from django.db import transaction
from django.utils.translation import gettext as _

from decisions.decisions import consent
from decisions.decisions.consent import RoundState
from decisions.decisions.models import DecidingSync, Decision, Proposal, Round
from decisions.decisions.models.rounds.non_responses import names_missing
from decisions.decisions.workflows.enactment import enact
from decisions.decisions.workflows.rerouting import reroute
from decisions.decisions.workflows.round_closing import end_as, write_due_outcomes
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.exceptions import Refused
from foundation.web.formatting import listed


def adopt(
    proposal: Proposal,
    *,
    by: User,
    sync: DecidingSync | None = None,
    without_silent: bool = False,
    at: datetime | None = None,
) -> Decision:
    """Lock a proposal, and adopt it as D-n: by its own circle inside its scope, else in the sync that the route names.
    The route is computed again under the lock, so no entry point, no stale page and no race gets round it. Records as
    `enact`.

    :raises Refused: when it is decided, a sync decides and none (or another) is given, a person who has to speak has
        not, an objection stands, or not that much money is left on its way.
    """
    write_due_outcomes(proposal, at=at)
    with transaction.atomic():
        proposal = proposal.locked()
        proposal.refuse_decided()
        if (last := proposal.last_round) is None:
            raise Refused(_("Nobody has been asked yet; open a round first."))
        if last.closed_at is None:
            _close_consented(last, by=by, sync=sync, without_silent=without_silent, at=at)
        else:
            _refuse_old_consent(last)
        return enact(last, by=by, sync=sync, without_silent=without_silent, at=at)


def _close_consented(
    round_: Round, *, by: User, sync: DecidingSync | None, without_silent: bool, at: datetime | None
) -> None:
    """Close an open round that amounts to consent.

    :raises Refused: when it does not.
    """
    reroute_and_reach(round_, sync, by=by, at=at)
    if without_silent:
        refuse_to_leave_out(round_, by)
    facts = round_.facts(at or clock.now(), sync=sync, without_silent=without_silent)
    state = consent.state(facts)
    if state is not RoundState.CONSENTED:
        raise Refused(why_not(round_, state, facts))
    round_.close(Round.Outcome.CONSENTED, at=at)


def _refuse_old_consent(round_: Round) -> None:
    """Refuse to adopt by a closed round what was not consented to, or what others would decide today, be asked about,
    or have reopened.
    """
    if round_.outcome != Round.Outcome.CONSENTED:
        raise Refused(_("Its last round did not end in consent; change the text, and ask again."))
    if round_.proposal.objections.standing().exists():
        raise Refused(_("A valid objection stands; only the objector lifts it."))
    route = round_.proposal.route()
    is_same_route = route.decides == round_.decides_id and route.affected <= set(round_.affected)
    if not is_same_route or (route.in_sync and not round_.in_sync):
        raise Refused(_("Since this was agreed, others have a say in it: open a round again, and ask them too."))


def conclude(
    proposal: Proposal, *, by: User, sync: DecidingSync, without_silent: bool = False, at: datetime | None = None
) -> RoundState:
    """Lock a proposal, and end its round in a sync as things stand: adopted, failed, escalated or lapsed; or left
    waiting for the next. Records as `end_as`.

    :raises Refused: when this sync may not take it, or only people of the circle that decides end it there, or the
        budget has not that much left.
    """
    write_due_outcomes(proposal, at=at)
    with transaction.atomic():
        proposal = proposal.locked()
        proposal.refuse_decided()
        if (round_ := proposal.open_round) is None:
            raise Refused(_("No round is open on this proposal."))
        reroute_and_reach(round_, sync, by=by, at=at)
        if without_silent:
            refuse_to_leave_out(round_, by)
        state = consent.state(round_.facts(at or clock.now(), sync=sync, without_silent=without_silent))
        end_as(round_, state, by=by, at=at, sync=sync, without_silent=without_silent)
        return state


def refuse_to_leave_out(round_: Round, by: User) -> None:
    """Raise `Refused` where who closes without the silent proposes it or owns it: a second person leads that."""
    if by.pk in (round_.proposal.created_by_id, round_.proposal.owner_id):
        raise Refused(_("Who proposes or owns it does not close it without the silent: another person leads that."))


def reroute_and_reach(round_: Round, sync: DecidingSync | None, *, by: User, at: datetime | None) -> None:
    """Compute the route again, and count the sync that reaches it; the caller holds the lock.

    :raises Refused: when a sync decides, and this is not one that may, or it is not for this person to end.
    """
    reroute(round_, at=at)
    if round_.in_sync or (round_.is_synchronised and sync is not None):
        round_.refuse_sync(sync, by)
        round_.count_sync(cast(DecidingSync, sync))


def why_not(round_: Round, state: RoundState, facts: consent.RoundFacts) -> str:
    """Return why a round cannot be adopted."""
    if facts.objections:
        return _("A valid objection stands; only the objector lifts it.")
    if state is RoundState.WAITING:
        names = names_missing(round_, round_.participants())
        return _("It waits for the word of %(names)s.") % {"names": listed(names)}
    if state is RoundState.LAPSED:
        return _("Nobody has said “no objection”.")
    if facts.waits:
        return str(round_.proposal.missing_element.sentence)
    if consent.is_alone(facts):
        return _("Nobody else is asked: until its time is over the circle around may take it to its sync.")
    return _("Its round is still open: not all who are asked have spoken themselves.")

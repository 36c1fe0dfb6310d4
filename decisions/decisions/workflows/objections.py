"""How an objection changes while it is integrated, falls, and comes back: lifted by the objector, or by a facilitator
whom nobody answered; reopened once.
"""

from datetime import datetime
from typing import Any, cast

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from decisions.decisions.event_types import DecisionEvent
from decisions.decisions.models import Objection, ObjectionReopening, Position, Proposal, Round
from decisions.decisions.models.rounds.position_kind import PositionKind
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.round_closing import write_due_outcomes
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused
from foundation.web.formatting import moment


def change_objection_tests(objection: Objection, *, by: User, at: datetime | None = None, **tests: Any) -> None:
    """Lock its proposal, and change what was given for its tests (`Objection.TEST_FIELDS`; what is not given stays) of
    an objection that goes on standing; the same again changes nothing. Records `objection.changed` for who proposes and
    owns it.

    :raises Refused: by anyone but the objector, when it does not stand, or would not block any more.
    """
    with transaction.atomic():
        objection = _own_standing(objection, by)
        changed = [name for name in Objection.TEST_FIELDS if name in tests and getattr(objection, name) != tests[name]]
        for name in changed:
            setattr(objection, name, tests[name])
        if not changed:
            return
        objection.refuse_misquoted()
        if not objection.weigh().blocks:
            raise Refused(_("With these answers it no longer blocks: keep it as a concern, or lift it."))
        objection.save()
        proposal = objection.proposal
        people = dict.fromkeys([proposal.owner, proposal.proposer], Notice.Reason.OWNER)
        proposal.record_event(DecisionEvent.OBJECTION_CHANGED, by=by, at=at, people=people, changed=changed)


def keep_as_concern(objection: Objection, *, by: User, words: str = "", at: datetime | None = None) -> None:
    """Lock its proposal, and hold the decision up no longer: it is kept as a concern, in the objector's `words`, else
    its harm. Records `objection.became_concern` for who proposes and owns it, and the concern as a position.

    :raises Refused: by anyone but the objector, or when it does not stand.
    """
    write_due_outcomes(objection.proposal, at=at)
    with transaction.atomic():
        objection = _own_standing(objection, by)
        proposal = objection.proposal
        because = proposal.project.in_its_language(gettext_noop("Kept as a concern."))
        objection.mark_lifted(because=because, by=by, at=at)
        people = dict.fromkeys([proposal.owner, proposal.proposer], Notice.Reason.OWNER)
        proposal.record_event(DecisionEvent.OBJECTION_BECAME_CONCERN, by=by, at=at, people=people, also=["proposals"])
        if current := proposal.open_round or _go_on(proposal, at=at):
            words = words or objection.harm or objection.quote
            take_position(current, PositionKind.CONCERN.value, by=by, words=words, at=at)
        elif last := proposal.last_round:
            last.count_integration(at or clock.now())


def lift(objection: Objection, *, by: User, because: str = "", at: datetime | None = None) -> None:
    """Lock its proposal, and say that it no longer stands. By the objector: in an open round that is a "no objection"
    to the text. By the facilitator: only once a new text has stayed without an answer; the objector is told, may reopen
    it once, and has a working day for that before anything is adopted.

    Records `objection.lifted` and the position, or `objection.lifted_unanswered`, for who proposes and owns it, and the
    objector; where the last round failed and nothing stands any more, the next one opens by itself.

    :raises Refused: when it does not stand; by anyone but these; too early; by the facilitator without a reason.
    """
    write_due_outcomes(objection.proposal, at=at)
    with transaction.atomic():
        objection, now = _locked(objection), at or clock.now()
        if not objection.stands:
            raise Refused(_("This objection no longer stands."))
        own = objection.is_put_by(by, now)
        if not own:
            _refuse_to_lift(objection, by, because, now)
        objection.mark_lifted(because=because, by=by, at=now)
        if own:
            _follow_own(objection, by, because, at)
        else:
            _follow_other(objection, by, because, now, at)


def reopen(objection: Objection, *, by: User, because: str = "", at: datetime | None = None) -> None:
    """Lock its proposal, and let it stand again, once, where another person lifted it; how that was stays readable.
    Records `objection.reopened` for who lifted it, proposes and owns it.

    :raises Refused: by anyone but the objector, when they lifted it themselves, have spoken since or reopened it
        before, or when the proposal is decided.
    """
    write_due_outcomes(objection.proposal, at=at)
    with transaction.atomic():
        objection, now = _locked(objection), at or clock.now()
        proposal = objection.proposal
        proposal.refuse_decided()
        _refuse_to_reopen(objection, by)
        lifter = cast(User, objection.lifted_by)
        ObjectionReopening.objects.create(
            objection=objection,
            because=because,
            lifted_at=cast(datetime, objection.lifted_at),
            lifted_by=lifter,
            lifted_because=objection.lifted_because,
            reopened_at=now,
        )
        objection.lifted_at, objection.lifted_by, objection.lifted_because = None, None, ""
        objection.save()
        if last := proposal.last_round:
            last.count_integration(now)
        people = dict.fromkeys([lifter, proposal.owner, proposal.proposer], Notice.Reason.OWNER)
        proposal.record_event(
            DecisionEvent.OBJECTION_REOPENED, by=by, at=at, people=people, also=["proposals"], because=because
        )


def _locked(objection: Objection) -> Objection:
    """Lock its proposal, and read it again."""
    proposal = objection.proposal.locked()
    found = proposal.objections.get(pk=objection.pk)
    found.proposal = proposal
    return found


def _own_standing(objection: Objection, by: User) -> Objection:
    """Lock its proposal and return it read afresh, for its objector while it stands."""
    found = _locked(objection)
    if by.pk != found.by_id:
        raise Refused(_("Only the objector changes an objection."))
    if not found.stands:
        raise Refused(_("This objection no longer stands."))
    found.proposal.refuse_decided()
    return found


def _refuse_to_lift(objection: Objection, by: User, because: str, now: datetime) -> None:
    """Raise `Refused` unless the facilitator of the circle that decides may lift it in the objector's place."""
    proposal = objection.proposal
    last = proposal.last_round
    due = objection.answer_due_at()
    facilitates = last is not None and last.decides.people_in("facilitator").filter(pk=by.pk).exists()
    if due is None or not facilitates:
        raise Refused(
            _(
                "Only the objector lifts an objection; when a new text has stayed without an answer for a working "
                "day, the facilitator may."
            )
        )
    _refuse_without_return(objection, by)
    if by.pk in (proposal.created_by_id, proposal.owner_id):
        raise Refused(_("The proposer or owner cannot lift someone else’s objection."))
    if now < due:
        names = {"name": objection.by.name, "when": moment(due)}
        raise Refused(_("%(name)s has until %(when)s to answer the new text.") % names)
    if not because.strip():
        raise Refused(_("Say why it no longer stands: the objector reads it."))


def _refuse_without_return(objection: Objection, by: User) -> None:
    """Raise `Refused` where it could not be reopened once this person has lifted it, or they came to lift it."""
    names = {"name": objection.by.name}
    if not objection.proposal.project.has(objection.by):
        raise Refused(_("%(name)s has left the project and could not reopen it: it is for a sync.") % names)
    if objection.position.deputy_id == by.pk:
        raise Refused(_("You raised this objection for %(name)s; someone else has to lift it.") % names)
    if not objection.may_be_lifted_unanswered_by(by):
        raise Refused(
            _("Someone who became facilitator after this text was put to the round cannot lift an objection to it.")
        )


def _refuse_to_reopen(objection: Objection, by: User) -> None:
    """Raise `Refused` unless this person may let it stand again."""
    if by.pk != objection.by_id or not objection.proposal.project.has(by):
        raise Refused(_("Only the objector reopens an objection."))
    if objection.reopened is not None:
        raise Refused(_("An objection is reopened once, and this one was."))
    if not objection.lifted_by_another:
        raise Refused(_("Nobody else has lifted this objection; raise a new one if there is something new."))
    said = Position.objects.spoken().filter(round__proposal=objection.proposal, user=by)
    if said.filter(said_at__gte=objection.lifted_at).exists():
        raise Refused(_("You have responded since it was lifted; raise a new objection if there is something new."))


def _follow_own(objection: Objection, by: User, because: str, at: datetime | None) -> None:
    """Record the objector's own lifting, or their deputy's, and take their "no objection"."""
    proposal = objection.proposal
    people = dict.fromkeys([proposal.owner, proposal.proposer, objection.by], Notice.Reason.OWNER)
    proposal.record_event(
        DecisionEvent.OBJECTION_LIFTED, by=by, at=at, people=people, also=["proposals"], because=because
    )
    if current := proposal.open_round or _go_on(proposal, at=at):
        deputy = by if by.pk != objection.by_id else None
        take_position(current, PositionKind.NO_OBJECTION.value, by=objection.by, words=because, deputy=deputy, at=at)
    elif last := proposal.last_round:
        last.count_integration(at or clock.now())


def _go_on(proposal: Proposal, *, at: datetime | None) -> Round | None:
    """Open the next round of the text by itself, where the last one failed and nothing stands any more; None elsewhere.
    The caller holds the lock. Records `proposal.round_opened`.
    """
    last = proposal.last_round
    if last is None or last.outcome != Round.Outcome.FAILED or proposal.is_decided:
        return None
    if proposal.objections.standing().exists():
        return None
    last.count_integration(at or clock.now())
    return proposal.begin_round(by=None, at=at)


def _follow_other(objection: Objection, by: User, because: str, now: datetime, at: datetime | None) -> None:
    """Record it for the objector, and leave them the time to reopen it; they count as silent until they speak."""
    proposal = objection.proposal
    people = dict.fromkeys([objection.by, proposal.owner, proposal.proposer], Notice.Reason.OWNER)
    person = {"person": objection.by.name}
    if last := proposal.last_round:
        last.count_integration(now)
        last.wait_for_objector(now)
    proposal.record_event(
        DecisionEvent.OBJECTION_LIFTED_UNANSWERED,
        by=by,
        at=at,
        people=people,
        personal=person,
        also=["proposals"],
        because=because,
    )
    if onward := _go_on(proposal, at=at):
        onward.wait_for_objector(now)

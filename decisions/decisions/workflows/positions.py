"""Taking a position in a round."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from decisions.decisions.event_types import DecisionEvent
from decisions.decisions.models import Objection, Position, Round
from decisions.decisions.models.rounds.absence import deputy_of
from decisions.decisions.models.rounds.position_kind import PositionKind
from decisions.decisions.notice_kinds import POSITION_KINDS
from decisions.decisions.routing import Silence
from decisions.decisions.workflows.round_closing import end_early, write_due_outcomes
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.files.workflows.attaching import attach_waiting, waiting_files
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused


def take_position(
    round_: Round,
    kind: str,
    *,
    by: User,
    words: str = "",
    objection_tests: Mapping[str, Any] | None = None,
    recorded_by: User | None = None,
    in_sync: bool = False,
    deputy: User | None = None,
    files: Iterable[str] = (),
    at: datetime | None = None,
) -> Position:
    """Lock its proposal, and write a position. Whether the round is open is computed in the statement that inserts it.

    `objection_tests` are fields of `Objection` (its `TEST_FIELDS`); of `files`, those are attached to it that wait for
    who writes it. One whose verdict does not block counts as a concern. An objection that comes too late is kept, with
    a notice to objector and facilitator (see `position.is_late`). A `deputy` speaks for who is away: that counts like
    what was recorded, and the person may say otherwise.

    What is recorded others have heard `in_sync`; elsewhere nobody fills in for a voice that is waited for.

    Records `position.taken`, `objection.raised`, `position.taken_by_deputy`, `position.recorded` or
    `objection.received_late`; then, where it was the last that was waited for, as `round_closing.end_as`.

    :raises Refused: when the person is not asked or has left the project, or the round is closed; when another person
        records what only the person can say.
    """
    write_due_outcomes(round_.proposal, at=at)
    with transaction.atomic():
        may_block = PositionKind(kind).facts.may_block
        round_ = _locked(round_, is_objection=may_block)
        round_.refuse_outsider(by)
        if recorded_by is not None:
            _refuse_to_record(round_, by, recorded_by)
        if deputy is not None:
            _refuse_to_deputise(round_, by, deputy, at or clock.now())
        objection = _weighed(round_, by, objection_tests or {}) if may_block else None
        if objection and not objection.blocks:
            kind = PositionKind.CONCERN
        if recorded_by is not None and not in_sync:
            _refuse_to_fill_in(round_, by, kind)
        position = round_.insert_position(kind, by=by, words=words, recorded_by=recorded_by, deputy=deputy, at=at)
        if position.is_late:
            _keep_late(position, objection)
            _attach_evidence(files, objection, by=recorded_by or deputy or by)
            return position
        _follow(position, objection)
        _attach_evidence(files, objection, by=recorded_by or deputy or by)
        Notice.finish_asking(
            round_.proposal.project_id, round_.proposal.reference, POSITION_KINDS, at=position.said_at, only=by
        )
        _record(position, at=at)
        end_early(round_, at=at)
    return position


def _locked(round_: Round, *, is_objection: bool) -> Round:
    """Lock, and read this round; an objection to a text that was replaced meanwhile goes to the new one, as it would
    have stood had it come a moment earlier.
    """
    proposal = round_.proposal.locked()
    found = proposal.rounds.get(pk=round_.pk)
    if found.outcome == Round.Outcome.REPLACED and is_objection:
        found = proposal.open_round or found
    found.proposal = proposal
    return found


def _refuse_to_record(round_: Round, person: User, recorder: User) -> None:
    """Raise `Refused` where nobody may write down the person's position: whoever wants the proposal, over an objection,
    or over what they have said to this text themselves.
    """
    proposal = round_.proposal
    if recorder.pk in (proposal.created_by_id, proposal.owner_id):
        raise Refused(_("The proposer or owner cannot record someone else’s position."))
    if proposal.objections.standing().by(person).exists():
        raise Refused(_("A valid objection stands; only the objector lifts it."))
    said = round_.positions.standing().filter(user=person).order_by("pk").last()
    if said is not None and said.is_own and said.says.facts.speaks:
        raise Refused(
            _("%(name)s has already responded to this text; only they can change that.") % {"name": person.name}
        )


def _refuse_to_fill_in(round_: Round, person: User, kind: str) -> None:
    """Raise `Refused` where nobody else heard the person, whose word is waited for, and it is no objection: else a
    circle would be told that it has consented.
    """
    if PositionKind(kind).facts.may_block or round_.silence == Silence.PASSES:
        return
    others = [circle for circle in round_.affected if circle != round_.proposal.circle_id]
    speaks_for = round_.asked.filter(user=person, voice_of__in=others)
    if round_.silence == Silence.EACH_PERSON or speaks_for.exists():
        raise Refused(
            _("The word of %(name)s is waited for: they say it themselves, or aloud in a sync.") % {"name": person.name}
        )


def _refuse_to_deputise(round_: Round, person: User, deputy: User, now: datetime) -> None:
    """Raise `Refused` unless this deputy speaks for the person now, and may write down what they would say."""
    absence = deputy_of(round_.proposal.project, person, now)
    if absence is None or absence.deputy_id != deputy.pk:
        raise Refused(_("Only the deputy of someone who is away can speak for them."))
    _refuse_to_record(round_, person, deputy)


def _weighed(round_: Round, by: User, tests: Mapping[str, Any]) -> Objection:
    """Return the objection with its verdict, not saved yet.

    :raises Refused: when it quotes a decision that is no ground for it.
    """
    objection = Objection(proposal=round_.proposal, by=by, **tests)
    objection.refuse_misquoted()
    objection.weigh()
    return objection


def _attach_evidence(files: Iterable[str], objection: Objection | None, *, by: User) -> None:
    """Attach to an objection what it rests on."""
    if objection:
        project = objection.proposal.project_id
        attach_waiting(waiting_files(files, by=by, project=project), "objection", objection.pk)


def _keep_late(position: Position, objection: Objection | None) -> None:
    """Keep an objection that came too late, and record that; refuse any other position."""
    round_ = position.round
    if objection is None:
        closed = _("This round is closed.")
        changed = _("The text has changed since; read it, and respond in the new round.")
        raise Refused(changed if round_.outcome == Round.Outcome.REPLACED else closed)
    objection.blocks = False
    objection.position, objection.put_at = position, position.said_at
    objection.save()
    # Told by nobody, so that the objector hears of it too: it did not do what they meant.
    people = dict.fromkeys(round_.decides.people_in("facilitator"), Notice.Reason.CIRCLE)
    people |= {round_.proposal.owner: Notice.Reason.OWNER, position.user: Notice.Reason.OWNER}
    person = {"person": position.user.name}
    round_.proposal.record_event(
        DecisionEvent.LATE_OBJECTION_KEPT, by=None, people=people, personal=person, round=round_.number
    )


def _follow(position: Position, objection: Objection | None) -> None:
    """Write what a position brings with it: an objection put or fallen, a day more."""
    round_ = position.round
    if position.says.facts.speaks:
        for standing in round_.proposal.objections.standing().by(position.user):
            because = round_.proposal.project.in_its_language(gettext_noop("The objector has responded again."))
            standing.mark_lifted(because=because, by=position.user, at=position.said_at)
    if objection:
        objection.position, objection.put_at = position, position.said_at
        objection.save()
    round_.keep_time(position)


def _record(position: Position, *, at: datetime | None) -> None:
    """Record who took which position; of one that was recorded for a person they are told, and by whom."""
    round_ = position.round
    proposal = round_.proposal
    people: dict[User, str] = {}
    if position.says.asks_more:  # it has words that the text may have to answer
        people[proposal.owner] = Notice.Reason.OWNER
    facts: dict[str, Any] = {"position": position.kind, "round": round_.number}
    event, by = DecisionEvent.POSITION_TAKEN, position.user
    if position.says.facts.may_block:
        people |= dict.fromkeys(round_.decides.people_in("facilitator"), Notice.Reason.CIRCLE)
        facts |= {"names": position.objection.named, "blocks": position.objection.blocks}
        event = DecisionEvent.OBJECTION_RAISED
    if position.deputy is not None:
        event, by = DecisionEvent.POSITION_TAKEN_BY_DEPUTY, position.deputy
    elif position.recorded_by is not None:
        event, by = DecisionEvent.POSITION_RECORDED, position.recorded_by
    if position.is_own:
        proposal.record_event(event, by=by, at=at, people=people, **facts)
    else:
        people[position.user] = Notice.Reason.OWNER
        proposal.record_event(event, by=by, at=at, people=people, personal={"person": position.user.name}, **facts)

"""Writing a proposal, asking for consent to it, changing it, taking it back."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from circles.circles.models import Circle
from circles.projects.models import Link, Subject
from decisions.decisions.event_types import DecisionEvent
from decisions.decisions.models import EffectAnswer, Proposal, Round, propose_answered
from decisions.decisions.models.proposals.answering import (
    answer_effects,
    drop_contradicted,
    effect_lines,
    refuse_unanswered,
)
from decisions.decisions.models.proposals.proposal import DETAILS
from decisions.decisions.text import titles
from decisions.decisions.workflows.proposal_ends import end_pulled
from decisions.decisions.workflows.round_closing import adopt_alone, write_due_outcomes
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused


def create_proposal(
    circle: Circle, *, by: User, ask: bool, source: Subject | None = None, quote: str = "", **terms: Any
) -> Proposal:
    """Write a draft (`terms` as `propose_answered` takes them), link it to its source (with what of it is quoted, else
    its words), and open its round to `ask`: all
    or nothing. Records `proposal.created`, the link, and `proposal.round_opened`.

    :raises Refused: as these do; then nothing was made.
    """
    with transaction.atomic():
        proposal = propose_answered(circle, by=by, **terms)
        if source is not None:
            Link.tie(circle.project, source, proposal, by=by, quote=quote or source.quotable)
        if ask:
            open_round(proposal, by=by)
    return proposal


def open_round(
    proposal: Proposal, *, by: User, effects: Iterable[EffectAnswer] = (), at: datetime | None = None
) -> Round:
    """Lock a proposal, and ask for consent: who is asked is written down, and time begins to run; `effects` answer what
    its text names. Where nobody else is asked it is adopted at once. Records `proposal.round_opened`, of which those
    asked, and their deputies, are told.

    :raises Refused: when it is decided, its text names what is not answered, or a round is open.
    """
    write_due_outcomes(proposal, at=at)
    with transaction.atomic():
        proposal = proposal.locked()
        proposal.refuse_decided()
        if answer_effects(proposal, effects, by=by, at=at):
            proposal.save()
        refuse_unanswered(proposal)
        if proposal.open_round:
            raise Refused(_("A round is open already; change the text to open the next one."))
        return _ask(proposal, by=by, at=at)


def ask_if_answered(proposal: Proposal, *, by: User, at: datetime | None = None) -> Round | None:
    """Ask for consent as `open_round` does, unless the text names what is still to be answered: then it stays a draft,
    and says so.
    """
    return None if effect_lines(proposal)[1] else open_round(proposal, by=by, at=at)


def _ask(proposal: Proposal, *, by: User, at: datetime | None) -> Round:
    """Begin a round; where nobody else is asked, it ends at once. The caller holds the lock."""
    round_ = proposal.begin_round(by=by, at=at)
    adopt_alone(round_, at=at)
    return round_


def revise(proposal: Proposal, *, by: User, at: datetime | None = None, **changes: Any) -> Round | None:
    """Lock a proposal, and change its text or terms. A draft stays one; in a round this opens the next: objections
    stand, the others reconfirm. Another owner or an earlier review opens none: to a later one nobody has consented.

    Answers about what the text names (`effects`) open none either, but for a yes to what nobody was asked about.

    Records `proposal.text_changed` and `proposal.round_opened`, or `proposal.details_changed` for whoever was asked.

    :raises Refused: when it is decided, nothing was changed, or it would ask for more than to keep an urgent act.
    """
    write_due_outcomes(proposal, at=at)
    with transaction.atomic():
        proposal = proposal.locked()
        proposal.refuse_decided()
        if proposal.act:
            proposal.act.refuse_more(changes)
        former, months = proposal.owner, proposal.review_months
        is_unnamed = proposal.title == titles.title_from(proposal.text)
        answers = changes.pop("effects", ())
        changed = proposal.change(changes)
        if not (changed := [*changed, *answer_effects(proposal, answers, by=by, at=at)]):
            raise Refused(_("Nothing was changed."))
        drop_contradicted(proposal)
        if is_unnamed and "title" not in changed:
            proposal.title = titles.title_from(proposal.text) or proposal.title
        proposal.changed_at = at or clock.now()
        proposal.save()
        is_later = proposal.review_months > months and proposal.last_round is not None
        if set(changed) <= {*DETAILS, "answers"} and not is_later:
            _record_details(proposal, changed, former, by=by, at=at)
            return None
        return _put_anew(proposal, changed, by=by, at=at)


def _record_details(proposal: Proposal, changed: list[str], former: User, *, by: User, at: datetime | None) -> None:
    """Record another owner or review date, if there is one: answers are recorded already."""
    if details := [name for name in changed if name in DETAILS]:
        proposal.record_details(details, former, by=by, at=at)


def _put_anew(proposal: Proposal, changed: list[str], *, by: User, at: datetime | None) -> Round | None:
    """Record a text that is written, and open its round where people were asked already. The caller holds the lock."""
    last = proposal.last_round
    if last:
        refuse_unanswered(proposal)
    proposal.looked_at = proposal.changed_at
    proposal.save(update_fields=["looked_at"])
    proposal.record_event(DecisionEvent.TEXT_CHANGED, by=by, at=at, also=["proposals"], changed=changed)
    if "text" in changed:
        proposal.close_amendments(at=at)
    if last and last.closed_at is None:
        last.close(last.Outcome.REPLACED, at=at)
    return _ask(proposal, by=by, at=at) if last else None


def withdraw(proposal: Proposal, *, by: User, at: datetime | None = None) -> None:
    """Lock a proposal, and take it back; it stays readable. Records `proposal.withdrawn`.

    :raises Refused: when it is decided, or was done already (`undo_urgent_act`).
    """
    write_due_outcomes(proposal, at=at)
    with transaction.atomic():
        proposal = proposal.locked()
        proposal.refuse_decided()
        if proposal.act:
            raise Refused(_("This was done already: say how it was undone, or leave it to the sync."))
        if current := proposal.open_round:
            current.close(current.Outcome.WITHDRAWN, at=at)
        proposal.withdrawn_at = at or clock.now()
        proposal.save()
        proposal.close_amendments(at=at)
        proposal.record_event(DecisionEvent.WITHDRAWN, by=by, at=at, also=["proposals"])
        end_pulled(proposal, at=at)


def confirm_citations(proposal: Proposal, *, by: User, at: datetime | None = None) -> None:
    """Lock a proposal, and confirm that it is meant as it stands, whatever became of what it names; the round goes on.
    Records `proposal.citations_reviewed` for all who were asked: they may have spoken before it ended.

    :raises Refused: when it is decided, or nothing that it names has ended.
    """
    with transaction.atomic():
        proposal = proposal.locked()
        proposal.refuse_decided()
        names = [decision.reference for decision in proposal.outdated]
        if not names:
            raise Refused(_("Everything that it names is as it was."))
        proposal.looked_at = at or clock.now()
        proposal.save()
        last = proposal.last_round
        people: dict[User, str] = dict.fromkeys(last.people_asked() if last else [], Notice.Reason.FOLLOWED)
        people[proposal.owner] = Notice.Reason.OWNER
        proposal.record_event(DecisionEvent.CITATIONS_REVIEWED, by=by, at=at, people=people, names=", ".join(names))

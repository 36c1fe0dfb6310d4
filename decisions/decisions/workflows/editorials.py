"""Changing the wording of what is in a round: a typo, a clearer phrase; and refusing that label."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from decisions.decisions import deadlines
from decisions.decisions.event_types import DecisionEvent
from decisions.decisions.models import Editorial, Proposal, Round
from decisions.decisions.models.proposals.answering import answer_effects, refuse_unanswered
from decisions.decisions.models.proposals.proposal import WORDS
from decisions.decisions.workflows.round_closing import adopt_alone, write_due_outcomes
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused


def reword(proposal: Proposal, *, by: User, at: datetime | None = None, **changes: Any) -> Editorial:
    """Lock a proposal, and change its words only, under the label "editorial": the round goes on, and who is asked may
    refuse the label. `changes` are as for `revise`; what does not differ may be among them.

    Records `proposal.wording_changed` for those asked.

    :raises Refused: when no round is open, it is about to end, nothing is changed, or more than words is.
    """
    write_due_outcomes(proposal, at=at)
    with transaction.atomic():
        proposal = proposal.locked()
        proposal.refuse_decided()
        now = at or clock.now()
        round_ = _open_or_refuse(proposal, now)
        words = {name: getattr(proposal, name) for name in WORDS}
        answered = answer_effects(proposal, changes.pop("effects", ()), by=by, at=at)
        changed = [*proposal.change(changes), *(name for name in answered if name != "answers")]
        if not changed:
            raise Refused(_("Nothing was changed."))
        if not set(changed) <= set(WORDS):
            raise Refused(_("Only words can be editorial; what it costs, touches or does is an ordinary change."))
        if "text" in changed and proposal.is_being_amended:
            raise Refused(_("An amendment of this text is begun: write it there, or make it an ordinary change."))
        proposal.changed_at = now
        refuse_unanswered(proposal)
        proposal.save()
        after = {name: getattr(proposal, name) for name in changed}
        for name, new in after.items():
            setattr(round_, name, new)
        round_.edited_at = now
        round_.save()
        before = {name: words[name] for name in changed}
        editorial = round_.editorials.create(by=by, before=before, after=after, made_at=now)
        people = dict.fromkeys(round_.people_asked(), Notice.Reason.ASKED)
        proposal.record_event(
            DecisionEvent.WORDING_CHANGED, by=by, at=at, people=people, also=["proposals"], changed=changed
        )
        adopt_alone(round_, at=at)
    return editorial


def _open_or_refuse(proposal: Proposal, now: datetime) -> Round:
    """Return the open round, unless it ends so soon that nobody would have the time to refuse the label.

    :raises Refused: when none is open, it waits for the very next sync, or nine tenths of its window have passed.
    """
    round_ = proposal.open_round
    if round_ is None:
        raise Refused(_("No round is open: there is no label to give, just change the text."))
    if round_.pressing:
        raise Refused(_("The very next sync takes it, too soon to refuse the label: make it an ordinary change."))
    if round_.closes_at and now >= deadlines.reminders(round_.opened_at, round_.closes_at)[1]:
        raise Refused(_("The round ends too soon for anyone to refuse the label: make it an ordinary change."))
    return round_


def refuse_label(editorial: Editorial, *, by: User, at: datetime | None = None) -> Round:
    """Lock its proposal, and say that it is more than wording. It counts as an ordinary change of the text from then
    on: the round keeps the words that it was opened with, and the next one, which is returned, asks everyone to look
    again.

    Records `proposal.editorial_label_refused` for who changed it, proposes and owns it; then `proposal.round_opened`.

    :raises Refused: by who is not in the project or changed it; when the round has ended, or the label was refused
        before.
    """
    write_due_outcomes(editorial.round.proposal, at=at)
    with transaction.atomic():
        proposal = editorial.round.proposal.locked()
        proposal.refuse_decided()
        round_ = proposal.open_round
        if round_ is None or round_.pk != editorial.round_id:
            raise Refused(_("The round in which this was changed has ended."))
        if by.pk == editorial.by_id or not proposal.project.has(by):
            raise Refused(_("Anyone else in the project may refuse this label."))
        editorial = round_.editorials.get(pk=editorial.pk)
        editorial.refused_by, editorial.refused_at = by, at or clock.now()
        editorial.save()
        editorial.restore_words(round_)
        round_.close(round_.Outcome.REPLACED, at=at)
        people = dict.fromkeys([editorial.by, proposal.owner, proposal.proposer], Notice.Reason.OWNER)
        proposal.record_event(DecisionEvent.EDITORIAL_LABEL_REFUSED, by=by, at=at, people=people, also=["proposals"])
        round_ = proposal.begin_round(by=by, at=at)
        adopt_alone(round_, at=at)
        return round_

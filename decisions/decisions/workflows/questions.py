"""Questions first: asking who proposes, and answering in place."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from decisions.decisions.event_types import DecisionEvent
from decisions.decisions.models import ClarifyingQuestion, Proposal
from decisions.decisions.models.proposals.question import MAX_ANSWER, MAX_QUESTION
from decisions.decisions.workflows.round_closing import write_due_outcomes
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused


def ask_question(proposal: Proposal, *, by: User, text: str, at: datetime | None = None) -> ClarifyingQuestion:
    """Lock a proposal, and ask who proposes it something. It is no position, and no clock stops. Records
    `proposal.question_asked` for who proposed and owns it.

    :raises Refused: when it is decided, nothing is asked, or the same question of this person waits already.
    """
    write_due_outcomes(proposal, at=at)
    with transaction.atomic():
        proposal = proposal.locked()
        proposal.refuse_decided()
        text = _words(text, MAX_QUESTION, _("Write what you would like to know."))
        if proposal.questions.waiting().filter(by=by, text=text).exists():
            raise Refused(_("You have asked this already; the answer is still to come."))
        asked = proposal.questions.create(by=by, text=text, asked_at=at or clock.now())
        people = dict.fromkeys([proposal.owner, proposal.proposer], Notice.Reason.OWNER)
        proposal.record_event(
            DecisionEvent.QUESTION_ASKED, by=by, at=at, people=people, also=["proposals"], question=text[:300]
        )
    return asked


def answer_question(question: ClarifyingQuestion, *, by: User, answer: str, at: datetime | None = None) -> None:
    """Lock its proposal, and answer a question in place, for all to read. Records `proposal.question_answered` for who
    asked it.

    :raises Refused: when the proposal is decided, the question has its answer, or there are no words.
    """
    write_due_outcomes(question.proposal, at=at)
    with transaction.atomic():
        proposal = question.proposal.locked()
        proposal.refuse_decided()
        question = ClarifyingQuestion.objects.select_related("by").get(pk=question.pk)
        if question.is_answered:
            raise Refused(_("This question has its answer."))
        question.answer = _words(answer, MAX_ANSWER, _("Write the answer."))
        question.answered_by, question.answered_at = by, at or clock.now()
        question.save()
        people = {question.by: Notice.Reason.OWNER}
        proposal.record_event(
            DecisionEvent.QUESTION_ANSWERED,
            by=by,
            at=at,
            people=people,
            also=["proposals"],
            question=question.text[:300],
            answer=question.answer[:300],
        )


def _words(text: str, most: int, empty: str) -> str:
    """Return words without the space around; refuse none, and too many."""
    if not (text := text.strip()):
        raise Refused(empty)
    if len(text) > most:
        raise Refused(_("This is too long: at most %(number)s characters.") % {"number": most})
    return text

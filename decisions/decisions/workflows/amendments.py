"""Writing the next text of a proposal together, and putting it to a round."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from decisions.decisions.event_types import DecisionEvent
from decisions.decisions.models import Amendment, EffectAnswer, Proposal, Round
from decisions.decisions.text.rich_text import is_empty, nodes_in, text_in
from decisions.decisions.workflows.proposals import revise
from decisions.decisions.workflows.round_closing import write_due_outcomes
from documents.documents.models import MAX_TITLE, Document
from documents.richtext.nodes import write_tree
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused


def begin_amendment(proposal: Proposal, *, by: User, at: datetime | None = None) -> Amendment:
    """Lock a proposal, and return the amendment of its text as it stands, begun with its words where nobody has: once,
    also when two begin it at the same instant. Records `amendment.started` for who proposes, owns it and objects.

    :raises Refused: when it is decided, no objection stands, or its circle is closed.
    """
    write_due_outcomes(proposal, at=at)
    with transaction.atomic():
        proposal = proposal.locked()
        proposal.refuse_decided()
        last = proposal.last_round
        if last is None or not proposal.is_integrating:
            raise Refused(_("No objection stands: there is nothing to integrate."))
        if begun := Amendment.objects.open_of(proposal):
            return begun
        proposal.close_amendments(at=at)
        amendment = Amendment.objects.create(
            round=last,
            document=_document_of(proposal, last, by=by, at=at),
            begun_by=by,
            **({"begun_at": at} if at else {}),
        )
        people = dict.fromkeys([proposal.owner, proposal.proposer], Notice.Reason.OWNER)
        people |= dict.fromkeys([one.by for one in proposal.standing_objections], Notice.Reason.OWNER)
        proposal.record_event(
            DecisionEvent.AMENDMENT_STARTED, by=by, at=at, people=people, also=["proposals"], round=last.number
        )
    return amendment


def _document_of(proposal: Proposal, last: Round, *, by: User, at: datetime | None) -> Document:
    """Write the document in which people amend; it begins with the text of the round."""
    names = {"reference": proposal.reference, "number": last.number}
    return Document.begin(
        proposal.circle.open_or_refuse(),
        _("Amendment to %(reference)s, round %(number)s")[:MAX_TITLE] % names,
        by=by,
        at=at,
        genre=Document.Genre.AMENDMENT,
        content=write_tree(nodes_in(proposal.text)),
    )


def propose_amendment(
    amendment: Amendment, *, by: User, effects: Iterable[EffectAnswer] = (), at: datetime | None = None
) -> Round:
    """Lock its proposal, and make it the proposal's text, of which `effects` answer what it names anew: the next round,
    which is returned, opens, objections stand, everyone else looks again. Nobody writes in it from then on. Records as
    `revise`.

    :raises Refused: when the proposal is decided or has another text by now, it is empty or changes nothing, or
        another person has written in it a moment ago.
    """
    write_due_outcomes(amendment.round.proposal, at=at)
    with transaction.atomic():
        proposal = amendment.round.proposal.locked()
        proposal.refuse_decided()
        amendment = Amendment.objects.of(proposal).get(pk=amendment.pk)
        if not amendment.is_of(proposal):
            raise Refused(_("This amendment is of an earlier text; begin one of the text as it stands."))
        amendment.refuse_unread(by, at or clock.now())
        nodes = amendment.document.nodes()
        if is_empty(nodes):
            raise Refused(_("The amendment has no words yet."))
        if (text := text_in(nodes)) == text_in(nodes_in(proposal.text)):
            raise Refused(_("The amendment says what the text says: nothing was changed."))
        amendment.document.locked().close(at=at)
        amendment.became = revise(proposal, by=by, at=at, text=text, effects=list(effects))
        amendment.save()
    return amendment.became  # type: ignore[return-value]  # with a round before, a new text opens one

"""What the screen shows on which an objection is integrated: its answers, the text, the amendment."""

from typing import Any

from accounts.models import User
from circles.reading import now_in
from circles.tree import path_to
from decisions import permissions
from decisions.forms.objections import ObjectionForm
from decisions.models import Amendment, Objection, Round
from decisions.models.proposals.ending import Stage
from decisions.pages.proposal import card_of
from decisions.words import questions, way
from documents.markup import markup_of
from documents.words import editor_words

PANES = ("answers", "text", "amendment")


def page_of_integration(objection: Objection, user: User, form: ObjectionForm | None, pane: str) -> dict[str, Any]:
    """Gather the screen for a reader; `form` holds what the objector has typed, `pane` is the one a phone shows."""
    proposal = objection.proposal
    project = proposal.project
    now = now_in(project)
    last = proposal.last_round
    amendment = Amendment.objects.living(proposal)
    nodes = amendment.document.nodes() if amendment else []
    mine = permissions.may_lift_own(user, objection) and objection.stands
    card = card_of(objection, user, now)
    route = proposal.route()
    return {
        "project": project,
        "proposal": proposal,
        "path": path_to(proposal.circle),
        "objection": objection,
        "others": [one for one in proposal.standing_objections if one.pk != objection.pk],
        "round": last,
        "card": card,
        "answers": card["answers"],
        "met": sum(1 for one in card["answers"] if one.met),
        "verdict": card["verdict"],
        "begun": True,
        "questions": questions(),
        "form": (form or ObjectionForm(proposal=proposal, instance=objection)) if mine else None,
        "mine": mine,
        "way": way(route, project, cost=proposal.cost, home=proposal.circle, since=last.opened_at if last else now),
        "amendment": amendment,
        "html": markup_of(nodes, anchors=False),
        "words": editor_words(),
        "may_begin": proposal.stage == Stage.INTEGRATING and permissions.may_integrate(user, proposal),
        "may_propose": permissions.may_change(user, proposal) and amendment is not None,
        "reconfirming": to_reconfirm(last) if last else 0,
        "pane": pane if pane in PANES else PANES[0],
    }


def to_reconfirm(last: Round) -> int:
    """Count who would have to look again at a new text: who has spoken to this one, and holds nothing up."""
    return sum(1 for one in last.heard() if one.kind and not one.to_reconfirm and not one.objection_stands)

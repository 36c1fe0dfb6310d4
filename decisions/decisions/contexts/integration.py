"""What the screen shows on which an objection is integrated: its answers, the text, the amendment."""

from datetime import datetime
from typing import Any

from circles.circles.queries.tree import path_to
from circles.projects.project_cache import now_in
from decisions.decisions import permissions
from decisions.decisions.contexts.moved_clauses import clauses_asked_about
from decisions.decisions.contexts.proposal import card_of
from decisions.decisions.explanations import Way, questions, way
from decisions.decisions.forms.objections import ObjectionForm
from decisions.decisions.models import Amendment, Objection, Proposal
from decisions.decisions.models.proposals.possible_changes import possible_changes
from decisions.decisions.models.rounds.participants import Participant
from decisions.decisions.models.rounds.round_end import sync_ahead, sync_taking
from decisions.decisions.routing import Route
from decisions.decisions.text.rich_text import text_in
from decisions.recognition import amounts_written
from documents.documents.editor_strings import editor_words
from documents.richtext.markup import markup_of
from foundation.accounts.models import User
from foundation.files.contexts import files_on

PANES = ("answers", "text", "amendment")


def page_of_integration(objection: Objection, user: User, form: ObjectionForm | None, pane: str) -> dict[str, Any]:
    """Gather the screen for a reader; `form` holds what the objector has typed, `pane` is the one a phone shows."""
    proposal = objection.proposal
    project = proposal.project
    now = now_in(project)
    last = proposal.last_round
    amendment = Amendment.objects.open_of(proposal)
    nodes = amendment.document.nodes() if amendment else []
    participants = last.participants() if last else []
    route, since = proposal.route(), min((one.opened_at for one in proposal.rounds.all()), default=now)
    mine = permissions.may_lift_own(user, objection) and objection.stands
    asked = (form or ObjectionForm(proposal=proposal, instance=objection)) if mine else None
    card = card_of(objection, user, now) | {"files": files_on("objection", objection.pk, project.slug)}
    return {
        "project": project,
        "proposal": proposal,
        "path": path_to(proposal.circle),
        "objection": objection,
        "others": [one for one in proposal.standing_objections if one.pk != objection.pk],
        "round": last,
        "clauses": clauses_asked_about(proposal, last) if last else [],
        "card": card,
        "questions": questions(asked) if asked else [],
        "form": asked,
        "mine": mine,
        "way": way_of(proposal, route, sync_taking(route, project, since, last, participants)),
        "draft": {
            "next_way": way_of(proposal, route, sync_ahead(route, project, now, last)) if amendment else None,
            "amounts": amounts_added(text_in(nodes), last.text) if amendment and last else [],
            "changes": possible_changes(project, proposal.carries_out) if amendment else [],
            "amendment": amendment,
            "html": markup_of(nodes, anchors=False),
            "may_begin": proposal.is_integrating and permissions.may_integrate(user, proposal),
            "may_propose": permissions.may_change(user, proposal) and amendment is not None,
            "reconfirming": to_reconfirm(participants),
        },
        "words": editor_words(),
        "pane": pane if pane in PANES else PANES[0],
    }


def way_of(proposal: Proposal, route: Route, meets_at: datetime | None) -> Way:
    """Say who decides a proposal, and when."""
    return way(route, proposal.project, cost=proposal.cost, home=proposal.circle, meets_at=meets_at)


def to_reconfirm(participants: list[Participant]) -> list[User]:
    """Return who would have to look again at a new text: who has spoken to this one, and holds nothing up."""
    return [one.user for one in participants if one.kind and not one.to_reconfirm and not one.objection_stands]


def amounts_added(text: str, before: str) -> list[str]:
    """Return the amounts that a text names and the one before it did not: they may change what it costs."""
    known = amounts_written(before)
    return [amount for amount in amounts_written(text) if amount not in known]

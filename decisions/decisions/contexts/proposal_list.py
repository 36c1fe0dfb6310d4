"""What the list of proposals shows, each with how far its round has come."""

from datetime import datetime
from typing import Any

from circles.circles.queries.tree import circles_of
from circles.projects.models import Project
from circles.projects.project_cache import now_in
from decisions.decisions.contexts.round_progress import RoundProgress, with_progress
from decisions.decisions.models import Proposal, Round
from foundation.accounts.models import User
from foundation.web.collation import place_of
from foundation.web.pagination import seq_page_of

WAITING = 20


def page_of_proposals(project: Project, user: User, *, circle: str, state: str, before: str) -> dict[str, Any]:
    """Gather open proposals, first those that wait for the reader's position, then the newest; in the `state` all, also
    what has ended; with a `circle`'s key what concerns that one. `before` is the cursor of a later page.
    """
    found, every = Proposal.objects.visible_to(user).in_project(project).for_lists(), circles_of(project)
    asked, is_all = next((one for one in every if one.key == circle), None), state == "all"
    shown = found.concerning(asked) if asked else found
    waiting = [] if is_all else waiting_lines(shown, user)
    others = shown if is_all else shown.undecided().exclude(pk__in=[proposal.pk for proposal, _progress in waiting])
    page = seq_page_of(others, before, key="number")
    return {
        "project": project,
        "waiting": [] if before else waiting,
        "lines": lines_of(page.rows, user),
        "next": page.next,
        "all": is_all,
        "circle_asked": asked,
        "circles": sorted(every, key=lambda one: place_of(one.name)),
        "now": now_in(project),
    }


type Line = tuple[Proposal, RoundProgress | None]


def lines_of(proposals: list[Proposal], user: User) -> list[Line]:
    """Return proposals, each with how far its open round has come; None where none is open."""
    rounds = Round.objects.open().of_undecided().filter(proposal__in=proposals).select_related("decides")
    progress = {round_.proposal_id: RoundProgress.of(round_) for round_ in with_progress(rounds, user)}
    return [(proposal, progress.get(proposal.pk)) for proposal in proposals]


def waiting_lines(found: Any, user: User) -> list[Line]:
    """Return those of which one's position is asked, what ends first at the top, and what a sync ends last."""
    rows = lines_of(list(found.waiting_for(user).order_by("number")[:WAITING]), user)
    return sorted(rows, key=_end_of)


def _end_of(row: Line) -> tuple[bool, datetime | None]:
    """Return by what rows are sorted: those without an end are the last."""
    ends_at = row[1].ends_at if row[1] else None
    return ends_at is None, ends_at

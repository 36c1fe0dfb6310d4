"""What Today shows: what waits for a person, what has changed, and when the next sync is."""

from datetime import timedelta
from typing import Any

from circles.circles.queries.tree import circles_of
from circles.circles.queries.user_roles import roles_of
from circles.projects.models import Project
from circles.projects.project_cache import now_in
from daily.syncs.contexts.upcoming import plan_for
from daily.today.contexts.headline import headline
from daily.today.contexts.onboarding_steps import first_steps
from daily.today.contexts.recent_changes import events_since_yesterday, recent_changes
from daily.today.contexts.starter_decisions import explaining_to
from daily.today.contexts.todo import Waiting, waiting_for
from foundation.accounts.models import User
from foundation.inbox.models import Notice
from foundation.web.row_places import RowPlaces

BEGINNING = timedelta(days=14)
"""Who pilots a project that is no older sees its first steps, whatever waits, until they are done."""


def page_of_today(project: Project, user: User, path: str, rows: str) -> dict[str, Any]:
    """Gather the page; `rows` are those that it showed on this visit (see `RowPlaces`), `path` is its address."""
    now = now_in(project)
    day = project.day_of(now)
    events = events_since_yesterday(project, user, now)
    explains = explaining_to(project, user, now)
    places = RowPlaces.from_query(rows)
    waiting = waiting_for(project, user, now=now, day=day, places=places)
    is_new = now - project.created_at < BEGINNING and roles_of(user, project).pilots_project
    shows_steps = not project.is_archived and (waiting.is_empty or is_new)
    return {
        "project": project,
        "change_keys": " ".join(change_keys(project, user, waiting)),
        "now": now,
        "day": day,
        "here": places.address(path, waiting.shown),
        "waiting": waiting,
        "lead": headline(positions=waiting.positions_due, objections=len(waiting.to_integrate), late=waiting.late(day)),
        "changed": recent_changes(project, events, already_shown={one.notice.reference for one in waiting.notices}),
        "explaining": explains,
        "plan": plan_for(project, user, now),
        "steps": first_steps(project, user) if shows_steps else [],
    }


def change_keys(project: Project, user: User, waiting: Waiting) -> list[str]:
    """Return what Today listens to: what may begin to wait, what waits, events in the person's own circles, and their
    inbox.
    """
    own = roles_of(user, project).seats
    circles = [circle.change_key for circle in circles_of(project) if circle.pk in own]
    proposals = [row.proposal for row in waiting.rounds] + [row.proposal for row in waiting.to_integrate]
    inbox = Notice.change_key_of(user)
    kinds = ("proposals", "actions", "decisions", "clauses")
    return [*kinds, inbox, "inbox", *[proposal.change_key for proposal in proposals], *circles]

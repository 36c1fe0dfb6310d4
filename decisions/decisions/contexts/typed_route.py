"""Who would decide what is being typed, and what its text names."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from circles.circles.models import Circle
from circles.circles.queries.tree import circles_of
from circles.projects.models import Project
from circles.projects.project_cache import now_in
from decisions.decisions import raised_routes
from decisions.decisions.deadlines import round_window
from decisions.decisions.explanations import Way, price, way
from decisions.decisions.forms.proposals import ProposalForm
from decisions.decisions.models.proposals.routing_input import route, voices_of
from decisions.decisions.models.rounds.round_end import sync_ahead
from decisions.decisions.models.rounds.working_time import calendar
from decisions.decisions.routing import Because, Route
from decisions.decisions.text.titles import title_from
from foundation.accounts.models import User


def way_of_form(form: ProposalForm, project: Project, circle: Circle, user: User, *, is_urgent: bool = False) -> Way:
    """Compute the route of what is in the form, also of a form that is not whole yet, for who would propose it."""
    form.is_valid()
    return _way(form, project, circle, user, is_urgent=is_urgent)


def _way(form: ProposalForm, project: Project, circle: Circle, user: User, *, is_urgent: bool) -> Way:
    terms = form.terms() if form.is_bound or not form.instance.pk else form.instance.terms()
    usual = route(terms, circles_of(project))
    found = raised_routes.pressing(usual, Because.URGENT) if is_urgent else usual
    last = form.instance.last_round if form.instance.pk else None
    meets_at = sync_ahead(found, project, now_in(project), last)
    words = way(found, project, cost=terms.cost, home=circle, meets_at=meets_at)
    asked = {person for person, _circle in voices_of(found, project)} - {user.pk}
    ends = meets_at or _end_of_round(found, project, terms.reversibility)
    return replace(words, asks_nobody=not asked, price=price(found, len(asked), ends) if asked else "")


def _end_of_round(found: Route, project: Project, reversibility: str) -> datetime | None:
    """Return when a round that is opened now would end by itself; None where a sync ends it."""
    days = round_window(found, reversibility=reversibility).days
    return None if days is None else calendar(project).after(now_in(project), days)


def typed_route_context(
    form: ProposalForm, project: Project, circle: Circle, user: User, *, is_urgent: bool
) -> dict[str, Any]:
    """Return the route, what of the text is to be answered, and the title that the text offers."""
    context: dict[str, Any] = {
        "project": project,
        "circle": circle,
        "way": way_of_form(form, project, circle, user, is_urgent=is_urgent),
        "lines": form.lines,
        "title": title_from(form.cleaned_data.get("text", "")),
    }
    return context

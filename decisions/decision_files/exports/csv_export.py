"""The register as rows of a spreadsheet."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from circles.circles.queries.tree import circles_of
from circles.projects.models import Project
from decisions.decisions.models import Decision

AT_ONCE = 500


def rows_of(found: Any, project: Project, host: str) -> Iterator[list[Any]]:
    """Return headings, then a row a decision in the order asked for; read in parts, however many they are."""
    yield [
        _("No."), _("Decision"), _("Text"), _("Tension"), _("Circle"), _("Decided by"), _("State"), _("Taken"),
        _("Budget reserved"), _("Currency"), _("Reversibility"), _("Owner"), _("Proposed by"), _("Review"),
        _("Superseded by"), _("Revoked because"), _("Closed without"), _("Address"),
    ]  # fmt: skip
    circles = {circle.pk: circle.name for circle in circles_of(project)}
    related = ("owner", "proposal__created_by", "round", "superseded_by")
    for decision in found.with_suspension().select_related(*related).iterator(chunk_size=AT_ONCE):
        decision.project = project
        yield row_of(decision, circles, host)


def row_of(decision: Decision, circles: dict[int, str], host: str) -> list[Any]:
    """Return one decision's cells; days as 2026-11-24 in the project's calendar."""
    project, proposer = decision.project, decision.proposal.created_by
    return [
        decision.reference,
        decision.title,
        decision.text,
        decision.round.tension,
        circles[decision.circle_id],
        circles[decision.decided_by_id],
        state_of(decision),
        project.day_of(decision.adopted_at).isoformat(),
        decision.cost,
        project.currency,
        decision.get_reversibility_display(),
        decision.owner.name,
        proposer.name if proposer else "",
        decision.review_on.isoformat() if decision.is_in_force else "",
        decision.superseded_by.reference if decision.superseded_by else "",
        decision.revoked_because,
        ", ".join(decision.without),
        host + decision.get_absolute_url(),
    ]


def state_of(decision: Decision) -> str:
    """Say in a word how it stands."""
    if decision.suspended_until:
        return _("suspended")
    return str(decision.state.label)

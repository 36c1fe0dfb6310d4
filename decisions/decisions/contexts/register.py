"""What the register's page shows, gathered once for a reader."""

from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, Sum

from circles.circles.models import Circle, Domain
from circles.projects.models import Project, Reversibility
from circles.projects.project_cache import cached, now_in
from decisions.decisions.models import Decision, ImportedProcess, SavedFilter
from decisions.decisions.register.filters import RegisterFilters
from decisions.decisions.register.sorting import ORDERS, Sorting
from foundation.accounts.models import User
from foundation.web.collation import Alphabetical

IN_FORCE = Q(superseded_at=None, revoked_at=None)


def page_of_register(
    project: Project, user: User, asked: RegisterFilters, *, before: str, more: bool
) -> dict[str, Any]:
    """Gather the decisions that are asked for; with `more`, and where it is asked by these, what else one may ask for.

    The same number of queries for any filter.
    """
    found = asked.among(Decision.objects.visible_to(user).in_project(project), project)
    sorting = Sorting(asked.sort)
    imported = Exists(ImportedProcess.objects.filter(circle=OuterRef("pk")))
    circles: Any = Circle.objects.in_project(project).order_by(Alphabetical("name")).annotate(has_imported=imported)
    saved = SavedFilter.objects.of(user, project)
    more_choices = (
        {"people": None, "elements": None, "domains": None}
        if not (more or asked.has_more_filters)
        else choices(project)
    )
    return {
        "project": project,
        "asked": asked,
        "page": sorting.page(found, before, read=lambda rows: asked.noted(rows.for_lists())),
        **sums(project, asked),
        "circles": circles,
        "circle_asked": next((circle for circle in circles if circle.key == asked.circle), None),
        "has_imported": any(circle.has_imported for circle in circles),
        "more": more or asked.has_more_filters,
        "choices": {
            **more_choices,
            "ease": Reversibility.choices,
            "orders": [(key, order.name) for key, order in ORDERS.items()],
        },
        "columns": {key: sorting.turned(key) for key in ORDERS},
        "sorted_by": {sorting.key: "descending" if sorting.is_down else "ascending"},
        "saved": saved,
    }


def choices(project: Project) -> dict[str, Any]:
    """Return what the longer form of filters offers."""
    return {
        "people": project.people(),
        "elements": project.fundamentals.order_by("number"),
        "domains": Domain.objects.filter(project=project, struck_at=None).order_by("key"),
    }


def sums(project: Project, asked: RegisterFilters) -> dict[str, Any]:
    """Return how many are asked for, since when, and what those in force reserve: kept until the project's next event.

    Decisions are open to the whole project, so it is the same for each of its people.
    """

    def made() -> dict[str, Any]:
        found = asked.among(Decision.objects.in_project(project), project)
        return found.aggregate(number=Count("pk"), since=Min("adopted_at"), reserved=Sum("cost", filter=IN_FORCE))

    return cached(project, f"register:{project.day_of(now_in(project)):%Y%m%d}:{asked.query}", made)

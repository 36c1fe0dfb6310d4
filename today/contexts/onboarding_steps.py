"""What to do next in a project in which nothing waits yet."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from circles import permissions
from circles.models import Project
from circles.queries.project_cache import cached
from circles.queries.tree import circles_of
from decisions.models import Proposal


@dataclass(frozen=True)
class OnboardingStep:
    """One thing to do: what for, and where it leads."""

    name: str
    why: str
    address: str
    icon: str
    is_done: bool


def begun(project: Project, user: User) -> tuple[bool, bool, bool]:
    """Whether there are fundamental elements, other people, and proposals."""
    return (
        project.fundamentals.current().exists(),
        project.memberships.current().exclude(user=user).exists(),
        Proposal.objects.in_project(project).exists(),
    )


def first_steps(project: Project, user: User) -> list[OnboardingStep]:
    """Return the first steps of a project until all are done; only its pilot sees those that are the pilot's."""
    general = next(circle for circle in circles_of(project) if circle.is_general)
    pilots = permissions.may_pilot_project(user, general)
    circles = len(circles_of(project)) > 1
    elements, others, proposals = cached(project, f"begun:{user.pk}", lambda: begun(project, user))
    steps = [
        OnboardingStep(
            _("Define what no decision may endanger"),
            _("Three to nine fundamental elements. An objection blocks only when it names one."),
            reverse("circles:fundamentals", args=[project.slug]),
            "shield-check",
            elements,
        ),
        OnboardingStep(
            _("Open the first circles"),
            _("A circle decides alone what is its own: design, prototype, purchasing …"),
            reverse("circles:new_circle", args=[project.slug, general.key]),
            "circle-dot",
            circles,
        ),
        OnboardingStep(
            _("Invite people"),
            _("From a circle’s page, by e-mail or from the people already here."),
            general.get_absolute_url() + "#people",
            "user-plus",
            others,
        ),
    ]
    propose = OnboardingStep(
        _("Write the first proposal"),
        _("Describe the problem and what to do about it. Ronde works out who decides as you type."),
        reverse("decisions:new_proposal", args=[project.slug]),
        "pencil",
        proposals,
    )
    found = [*(steps if pilots else []), propose]
    return [] if all(step.is_done for step in found) else found

"""What to do first in a project, as long as it is not all done."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from circles.circles import permissions
from circles.circles.models import Circle, Fundamental, Membership
from circles.circles.queries.tree import circles_of
from circles.projects.models import Project
from circles.projects.project_cache import cached
from decisions.decisions.models import Proposal
from documents.documents.models import Document
from foundation.accounts.models import User


@dataclass(frozen=True)
class OnboardingStep:
    """One thing to do: what for, and where it leads; with a `button` it is done by a press."""

    name: str
    why: str
    address: str
    icon: str
    is_done: bool
    button: str = ""


@dataclass(frozen=True)
class Begun:
    """What of a project's beginning is there."""

    elements: bool
    others: bool
    proposals: bool
    documents: bool


def begun(project: Project, user: User) -> Begun:
    """Find what is there, in one query; of documents, more than the specification that came with the project."""
    own = {"project": OuterRef("pk")}
    found = Project.objects.filter(pk=project.pk).values_list(
        Exists(Fundamental.objects.current().filter(**own)),
        Exists(Membership.objects.current().filter(**own).exclude(user=user)),
        Exists(Proposal.objects.filter(**own)),
        Exists(Document.objects.filter(**own).exclude(genre=Document.Genre.SPECIFICATION)),
    )
    return Begun(*found.get())


def first_steps(project: Project, user: User) -> list[OnboardingStep]:
    """Return the first steps of a project until all are done; only its pilot sees those that are the pilot's. What one
    may add besides, and the tour, come with them and are waited for by nobody.
    """
    general = next(circle for circle in circles_of(project) if circle.is_general)
    found: Begun = cached(project, f"begun:{user.pk}", lambda: begun(project, user))
    propose = OnboardingStep(
        _("Write the first proposal"),
        _("Describe the problem and what to do about it. Ronde works out who decides as you type."),
        f"{reverse('decisions:new_proposal', args=[project.slug])}?circle={general.key}",
        "pencil",
        found.proposals,
    )
    if not permissions.may_pilot_project(user, general):
        return [] if propose.is_done else [propose]
    steps = [*steps_of_pilot(project, general, found), propose]
    return [] if all(step.is_done for step in steps) else [*steps, *besides(project, user, found)]


def steps_of_pilot(project: Project, general: Circle, found: Begun) -> list[OnboardingStep]:
    """Return the steps that are for who pilots the project."""
    return [
        OnboardingStep(
            _("Say what you are making"),
            _("One or two sentences: what it is, and for whom."),
            reverse("circles:edit_circle", args=[project.slug, general.key]),
            "compass",
            bool(project.purpose or general.purpose),
        ),
        OnboardingStep(
            _("Define what no decision may endanger"),
            _("Three to nine fundamental elements. An objection blocks only when it names one."),
            reverse("circles:fundamentals", args=[project.slug]),
            "shield-check",
            found.elements,
        ),
        OnboardingStep(
            _("Invite people"),
            _("Many at once, each into a circle and with a role."),
            reverse("circles:invite_people", args=[project.slug]),
            "user-plus",
            found.others,
        ),
        OnboardingStep(
            _("Open the first circles"),
            _("A circle decides alone what is its own: design, prototype, purchasing …"),
            reverse("circles:first_circles", args=[project.slug]),
            "circle-dot",
            len(circles_of(project)) > 1,
        ),
    ]


def besides(project: Project, user: User, found: Begun) -> list[OnboardingStep]:
    """Return what one may do besides: documents to begin with, and the tour of what is there by then."""
    documents = OnboardingStep(
        _("Begin with three documents"),
        _("A specification outline, a test report and a supplier comparison, to be filled in."),
        reverse("documents:starter", args=[project.slug]),
        "file-text",
        found.documents,
        _("Add them"),
    )
    tour = OnboardingStep(
        _("Take the tour"),
        _("A few short steps through your own project, whenever you like."),
        reverse("begin_tour"),
        "map",
        is_done=False,
        button=_("Start"),
    )
    return [documents, *([tour] if user.tour_ended_at else [])]

"""The tour of the first day: six steps, each on the page it speaks of; which one is shown, the address says."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from circles.circles.models import Circle
from circles.circles.queries.tree import circles_of, path_to
from circles.circles.queries.user_roles import roles_of
from circles.projects.models import Project
from decisions.decisions.models import Decision, Proposal
from foundation.accounts.models import User


@dataclass(frozen=True)
class TourStep:
    """One step: `short` is how the step before it calls it; `shows` are selectors, the first that is there counts."""

    key: str
    short: Any
    name: Any
    words: Any
    shows: str


@dataclass(frozen=True)
class Shown:
    """A step as a page shows it, with the addresses before and after; the first has no `back`, the last no `on`."""

    step: TourStep
    number: int
    of: int
    home: str
    back: str
    on: str
    following: TourStep | None


TODAY = TourStep(
    "today",
    _("Today"),
    _("Today: what waits for you"),
    _(
        "Positions, answers to objections, actions, mentions: the most urgent stands first, and most of it is answered "
        "on its line. When nothing waits for you, the page says so."
    ),
    "#today .section; #today .head",
)
MAP = TourStep(
    "map",
    _("the map"),
    _("The map: who decides what"),
    _(
        "The project is a circle with circles inside, and each decides alone what is its own. Press one to come "
        "closer; the list shows the same circles in words."
    ),
    ".atlas__map",
)
CIRCLE = TourStep(
    "circle",
    _("a circle"),
    _("A circle: what its people decide alone"),
    _(
        "Its scope says what it decides without asking anyone, and up to which amount. "
        "Whatever goes beyond, or touches another circle, goes to the wider circle by itself."
    ),
    ".scope",
)
PROPOSAL = TourStep(
    "proposal",
    _("a proposal"),
    _("A proposal: consent, not votes"),
    _(
        "The text says what is wrong and what to do about it; with it stand who decides and what each person asked "
        "has said. Nobody has to like it: only a named danger that could not be put right stops it."
    ),
    "#route; .proposal__text",
)
FIRST_PROPOSAL = TourStep(
    "proposal",
    PROPOSAL.short,
    PROPOSAL.name,
    _(
        "It begins with two fields: what is wrong, and what to do about it. Who decides is worked out while you type; "
        "then each person asked says whether they see a danger, and only one that could not be put right stops it."
    ),
    "#route; #proposal-form",
)
REGISTER = TourStep(
    "register",
    _("the register"),
    _("The register: what holds"),
    _(
        "Every adopted proposal stands here with its number; its page says why, who said what, what it costs and when "
        "it is looked at again. Nothing is deleted: what no longer holds names what took its place."
    ),
    "#register tbody tr; #register",
)
SYNC = TourStep(
    "sync",
    _("the sync"),
    _("The sync: what touches several circles"),
    _(
        "A short meeting whose agenda makes itself from what waits. What comes out is written down while it runs, and "
        "the minutes are there when it closes."
    ),
    "#ahead; .head .button--main; .head",
)
STEPS = (TODAY, MAP, CIRCLE, PROPOSAL, REGISTER, SYNC)
PAGES = {
    "today:today": TODAY,
    "circles:map": MAP,
    "circles:circle": CIRCLE,
    "decisions:proposal": PROPOSAL,
    "decisions:new_proposal": FIRST_PROPOSAL,
    "decisions:register": REGISTER,
    "meetings:sync": SYNC,
}


def tour(request: HttpRequest) -> dict[str, Shown]:
    """Return `tour` to the pages that are a step of it, until the person has ended it; asks nothing of the database."""
    user, match = getattr(request, "user", None), request.resolver_match
    step = PAGES.get(match.view_name) if match else None
    if step is None or match is None or not isinstance(user, User) or user.tour_ended_at is not None:
        return {}
    number = next(number for number, one in enumerate(STEPS) if one.key == step.key)
    stops = [reverse("today:stop", args=[match.kwargs["project"], one.key]) for one in STEPS]
    before, after = f"{stops[number - 1]}?back=1" if number else "", stops[number + 1 :]
    following = STEPS[number + 1] if after else None
    return {
        "tour": Shown(step, number + 1, len(STEPS), stops[0], before, after[0] if after else "", following),
    }


def stop_at(key: str, project: Project, user: User, *, back: bool) -> str | None:
    """Return the page of a step, or of the next one (going `back`, of the one before) where the project has nothing yet
    that this one would show; None for a key that names no step.
    """
    keys = [step.key for step in STEPS]
    if key not in keys:
        return None
    at = keys.index(key)
    order = reversed(keys[: at + 1]) if back else keys[at:]
    return address_of(next(one for one in order if is_there(one, project)), project, user)


def is_there(key: str, project: Project) -> bool:
    """Return whether a project has what a step would show: circles inside for the map, decisions for the register."""
    if key == "map":
        return len(circles_of(project)) > 1
    return key != "register" or Decision.objects.in_project(project).exists()


def address_of(key: str, project: Project, user: User) -> str | None:
    """Return the page on which a step stands, for this person in this project; None for a key that names no step."""
    find: dict[str, Callable[[], str]] = {
        "today": project.get_absolute_url,
        "map": lambda: reverse("circles:map", args=[project.slug]),
        "circle": lambda: own_circle(project, user).get_absolute_url(),
        "proposal": lambda: a_proposal_for(project, user),
        "register": lambda: reverse("decisions:register", args=[project.slug]),
        "sync": lambda: reverse("meetings:sync", args=[project.slug]),
    }
    return find[key]() if key in find else None


def own_circle(project: Project, user: User) -> Circle:
    """Return the innermost circle the person is in, or the general one."""
    circles, seats = circles_of(project), roles_of(user, project).seats
    own = [circle for circle in circles if circle.pk in seats or circle.is_general]
    return max(own, key=lambda circle: len(path_to(circle)))


def a_proposal_for(project: Project, user: User) -> str:
    """Return the proposal that waits for the person, or the newest that is open, or the newest; else the empty form."""
    proposals = Proposal.objects.in_project(project).order_by("-number")
    found = proposals.waiting_for(user).first() or proposals.undecided().first() or proposals.first()
    if found is None:
        return reverse("decisions:new_proposal", args=[project.slug])
    found.project = project
    return found.get_absolute_url()

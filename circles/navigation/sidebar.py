"""What the frame around every page shows: the project's rail and who is reading."""

from dataclasses import dataclass
from functools import cached_property
from typing import cast

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from circles.circles.models import Circle
from circles.circles.queries.tree import tree_of
from circles.circles.queries.user_roles import roles_of
from circles.navigation.entries import NavCount, NavGroup, NavLink, Starred, UnreadByCircle, nav_links
from circles.navigation.nav_counts import numbers_for
from circles.navigation.stars import starred_in
from circles.projects.access import projects_of
from circles.projects.middleware import LAST_PROJECT
from circles.projects.models import Project
from circles.projects.project_cache import seq_of
from foundation.accounts.models import User
from foundation.web.extension_registry import additions

OWN_CIRCLES = 6
OTHER_PROJECTS = 4


@dataclass(frozen=True)
class RailCircle:
    """A circle in the sidebar; the page is its own (`is_current`), or that of a thing in it (`is_around`)."""

    name: str
    get_absolute_url: str
    hue: int
    parent_hue: int | None
    is_general: bool
    unread: int
    is_current: bool
    is_around: bool


@dataclass(frozen=True)
class RailLink:
    """A link in the sidebar."""

    key: str
    group: NavGroup
    label: str
    url: str
    icon: str
    count: int | str | None
    is_new: bool
    is_current: bool


class Frame:
    """The frame of one request; everything is computed when the template asks for it, once."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.me = cast(User, request.user)
        self.page_project: Project | None = getattr(request, "project", None)
        self.circle: Circle | None = getattr(request, "circle", None)
        self.around: Circle | None = getattr(request, "around", None)
        self._circles: list[RailCircle] | None = None
        self._links: list[RailLink] | None = None

    @cached_property
    def project(self) -> Project | None:
        """Return the project whose page it is; on a page of none the one that was open last, or the only one."""
        if self.page_project or self.guest_of:
            return self.page_project
        last = self.request.COOKIES.get(LAST_PROJECT)
        found = next((one for one in self.own if one.slug == last), None)
        return found or (self.projects[0] if len(self.projects) == 1 else None)

    @property
    def guest_of(self) -> Project | None:
        """Return the project of which the person is a guest here, if they are one."""
        return getattr(self.request, "guest_of", None)

    @property
    def base(self) -> str:
        """Return the frame around the page: that of the project's people, or that of its guests."""
        return "guest.html" if self.guest_of else "base.html"

    @property
    def seq(self) -> int:
        """Return how many entries the project's record has: changes after it are not on the page yet."""
        if self.project is None:
            return 0
        return seq_of(self.project)

    @property
    def back(self) -> str:
        """Return where to go who cannot be here: the page they came from, else the project's first one, else all."""
        came_from = self.request.headers.get("Referer", "")
        is_ours = url_has_allowed_host_and_scheme(came_from, self.request.get_host())
        # A form is sent to its own page; a page that is asked for again would only say no again.
        if is_ours and (self.request.method == "POST" or came_from != self.request.build_absolute_uri()):
            return came_from
        return self.project.get_absolute_url() if self.project else reverse("home")

    @cached_property
    def projects(self) -> list[Project]:
        """Return the person's projects, by name; archived ones are found in the list of all."""
        return [one for one in self.own if not one.is_archived]

    @cached_property
    def own(self) -> list[Project]:
        """Return the person's projects, by name, archived ones too."""
        known: list[Project] | None = getattr(self.request, "projects", None)
        return projects_of(self.me) if known is None else known

    @property
    def others(self) -> list[Project]:
        """Return the first of the person's other projects; the page of all projects has the rest."""
        return [one for one in self.projects if one != self.project][:OTHER_PROJECTS]

    @property
    def circles(self) -> list[RailCircle]:
        """Return the first of the person's circles, and always the one where the page is; the map has them all."""
        if self._circles is None:
            self._circles = self._find_circles() if self.project else []
        return self._circles

    def _find_circles(self) -> list[RailCircle]:
        project = cast(Project, self.project)
        here = {circle.pk for circle in (self.circle, self.around) if circle}
        own = roles_of(self.me, project).seats
        nodes = list(tree_of(project).walk())
        first = [node.circle.pk for node in nodes if node.circle.pk in own][:OWN_CIRCLES]
        numbers: dict[int, int] = {}
        for added in additions(UnreadByCircle):
            for pk, number in added.count(project, self.me).items():
                numbers[pk] = numbers.get(pk, 0) + number
        return [self._rail(node.circle, numbers) for node in nodes if node.circle.pk in {*first, *here}]

    def _rail(self, circle: Circle, numbers: dict[int, int]) -> RailCircle:
        return RailCircle(
            name=circle.name,
            get_absolute_url=circle.get_absolute_url(),
            hue=circle.hue,
            parent_hue=circle.parent_hue,
            is_general=circle.is_general,
            unread=numbers.get(circle.pk, 0),
            is_current=self.circle is not None and self.circle.pk == circle.pk,
            is_around=self.around is not None and self.around.pk == circle.pk,
        )

    @cached_property
    def starred(self) -> list[Starred]:
        """Return what the person marked in this project."""
        return starred_in(self.project, self.me) if self.project else []

    @property
    def rail(self) -> list[RailLink]:
        """Return the links that stand in the sidebar itself."""
        return self._in(NavGroup.RAIL)

    @property
    def new(self) -> list[RailLink]:
        """Return what *New* makes on a phone."""
        return self._in(NavGroup.NEW)

    @property
    def all(self) -> list[tuple[NavGroup, list[RailLink]]]:
        """Return what *All* opens, below its headings."""
        headings = [group for group in NavGroup if group not in (NavGroup.RAIL, NavGroup.NEW)]
        return [(group, found) for group in headings if (found := self._in(group))]

    @property
    def tabs(self) -> list[RailLink]:
        """Return what stands as tabs on the project's own page: where one decides, and what one makes."""
        return [*self._in(NavGroup.DECIDE), *self._in(NavGroup.MAKE)]

    def _in(self, group: NavGroup) -> list[RailLink]:
        return [link for link in self.links if link.group == group]

    @property
    def links(self) -> list[RailLink]:
        """Return all links with their numbers."""
        if self._links is None:
            self._links = [link for link in map(self._link, nav_links()) if link]
        return self._links

    def _link(self, link: NavLink) -> RailLink | None:
        try:
            url = reverse(link.name, args=[self.project.slug] if self.project and ":" in link.name else [])
        except NoReverseMatch:
            return None
        count = self.counts.get(link.key)
        return RailLink(
            key=link.key,
            group=link.group,
            label=str(link.label),
            url=url,
            icon=link.icon,
            count=count.number if count and count.number else None,
            is_new=bool(count and count.is_new and count.number),
            is_current=self._is_current(url) or self._is_also_at(link),
        )

    @property
    def is_at_circles(self) -> bool:
        """Return whether the page is about circles themselves: none of the other places claims it."""
        among = self.circle is not None or self.request.path.endswith(("/map/", "/circles/"))
        return among and not any(link.is_current for link in self.links if link.key != "map")

    @cached_property
    def counts(self) -> dict[str, NavCount]:
        """Return the numbers beside the links."""
        return numbers_for(self.me, self.project)

    def _is_also_at(self, link: NavLink) -> bool:
        if self.project is None or not link.also_at:
            return False
        return self.request.path.startswith(f"{self.project.get_absolute_url()}{link.also_at}")

    def _is_current(self, url: str) -> bool:
        # Today's address is the start of every other address of the project.
        if self.project and url == self.project.get_absolute_url():
            return self.request.path == url
        return self.request.path.startswith(url)


def frame(request: HttpRequest) -> dict[str, object]:
    """Return `frame` to templates of signed-in people."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"frame": Frame(request)}

"""The menu beside a name: what a reader may do there, in their language, by buttons that need no script."""

import re
from html import unescape

import pytest

from circles.circles.models import Circle
from foundation.accounts.models import User
from tests.factories import a_circle, a_person, a_project
from tests.support.entry_points import at_browser

pytestmark = pytest.mark.django_db

PRESS = re.compile(
    r'<button class="menu__item"[^>]*form="seats"\s+formaction="([^"]+)"(?:\s+name="role"\s+value="([^"]*)")?>'
)


@pytest.fixture
def circle() -> Circle:
    """Ada pilots the project, bo and eve are in Design: bo looks after the garden there."""
    project = a_project(a_person("Ada Mercier"))
    design = a_circle(inside=project.circles.general(), name="Design")
    design.admit(a_person("Bo Nguyen"), by=project.created_by, roles=["gardener"])
    design.admit(a_person("Eve Martin"), by=project.created_by)
    return design


def someone(circle: Circle, name: str) -> User:
    return circle.project.people().get(name=name)


def menu(circle: Circle, reader: str, about: str) -> str:
    """Return the menu beside a name, nothing where there is none."""
    page = at_browser(someone(circle, reader)).get(circle.get_absolute_url()).content.decode()
    seat = circle.memberships.current().get(user__name=about)
    return unescape(page.partition(f'id="member-{seat.pk}" popover>')[2].partition("</div>")[0])


def buttons(circle: Circle, reader: str, about: str) -> dict[tuple[str, str], str]:
    """Return the buttons there, by what it does and which role, with where it goes."""
    seat = circle.memberships.current().get(user__name=about)
    found = PRESS.findall(menu(circle, reader, about))
    return {(address.partition(f"members/{seat.pk}/")[2], role): address for address, role in found}


@pytest.mark.both_databases
def test_ada_gives_and_ends_roles_by_the_presses_of_the_page(circle: Circle) -> None:
    ada, found = at_browser(someone(circle, "Ada Mercier")), buttons(circle, "Ada Mercier", "Bo Nguyen")
    assert ada.post(found["roles/", "facilitator"], {"role": "facilitator"}).status_code == 302
    assert ada.post(found["roles/ending/", "gardener"], {"role": "gardener"}).status_code == 302
    assert list(circle.people_in("facilitator")) == [someone(circle, "Bo Nguyen")]
    assert ("roles/ending/", "gardener") not in buttons(circle, "Ada Mercier", "Bo Nguyen")
    assert ("roles/ending/", "facilitator") in buttons(circle, "Ada Mercier", "Bo Nguyen")
    found = buttons(circle, "Ada Mercier", "Bo Nguyen")
    assert ada.post(found["ending/", ""]).status_code == 302
    assert not circle.memberships.current().filter(user__name="Bo Nguyen").exists()


def test_everybody_may_put_down_a_role_of_theirs_and_leave_and_eve_only_chooses_a_delegate(circle: Circle) -> None:
    own = buttons(circle, "Bo Nguyen", "Bo Nguyen")
    assert {("roles/ending/", "gardener"), ("ending/", "")} <= own.keys()
    assert buttons(circle, "Eve Martin", "Bo Nguyen").keys() == {("roles/", "delegate")}


def test_a_menu_speaks_the_readers_language(circle: Circle) -> None:
    eve = someone(circle, "Eve Martin")
    assert "Leaves the circle" in menu(circle, "Ada Mercier", "Eve Martin")
    User.objects.filter(pk=eve.pk).update(language="fr")
    User.objects.filter(name="Ada Mercier").update(language="fr")
    assert "Quitte le cercle" in menu(circle, "Ada Mercier", "Eve Martin")

"""Circles: who is in, who speaks, what is refused."""

import pytest

from circles.circles.models import Circle
from circles.circles.models.circle import free_hue
from circles.projects.models import Project
from foundation.audit import clock
from foundation.web.exceptions import Refused
from tests.factories import a_circle, a_person, a_project

pytestmark = pytest.mark.django_db


@pytest.mark.both_databases
def test_a_project_begins_with_a_general_circle_piloted_by_its_founder() -> None:
    ada = a_person("Ada Mercier")
    project = a_project(ada)
    assert list(project.circles.general().people_in("pilot")) == [ada]
    assert project.has(ada)


def test_two_projects_of_one_name_have_two_addresses() -> None:
    assert a_project(name="Pompe").slug != a_project(name="Pompe").slug


def test_eve_outside_cannot_find_the_project() -> None:
    project, eve = a_project(), a_person("Eve Martin")
    assert not Project.objects.visible_to(eve).filter(pk=project.pk).exists()


def test_the_parent_hears_the_pilot_of_a_child_circle_but_not_its_members() -> None:
    ada, bo, nora = a_person("Ada Mercier"), a_person("Bo Nguyen"), a_person("Nora Keller")
    project = a_project(ada)
    design = a_circle(nora, inside=project.circles.general())
    design.admit(bo, by=ada, roles=["pilot"])
    assert set(project.circles.general().members()) == {ada, bo}
    assert set(design.members()) == {bo, nora}


def test_nobody_enters_a_circle_twice() -> None:
    bo = a_person("Bo Nguyen")
    circle = a_circle(bo)
    with pytest.raises(Refused):
        circle.admit(bo, by=None)


def test_the_last_pilot_of_the_general_circle_cannot_leave() -> None:
    ada = a_person("Ada Mercier")
    project = a_project(ada)
    with pytest.raises(Refused):
        project.circles.general().memberships.get(user=ada).end(by=ada)


def test_who_leaves_the_last_circle_cannot_see_the_project_and_is_disconnected() -> None:
    bo = a_person("Bo Nguyen")
    circle = a_circle(bo)
    circle.memberships.get(user=bo).end(by=bo)
    assert not Project.objects.visible_to(bo).exists()
    epoch = bo.access_epoch
    bo.refresh_from_db()
    assert bo.access_epoch > epoch


def test_a_nested_circle_leans_on_the_hue_of_its_parent() -> None:
    design = a_circle()
    hydraulics = a_circle(inside=design)
    assert hydraulics.parent_hue == design.hue
    assert design.parent_hue is None


def test_a_person_wears_the_tint_of_their_home_circle() -> None:
    bo = a_person("Bo Nguyen")
    circle = a_circle(bo)
    bo.refresh_from_db()
    assert bo.hue == circle.hue


def test_first_level_circles_have_hues_of_their_own() -> None:
    general = a_project().circles.general()
    hues = [a_circle(inside=general).hue for _ in range(12)]
    assert len(set(hues)) == len(hues)


def test_a_new_circle_takes_a_hue_that_no_neighbour_has() -> None:
    general = a_project().circles.general()
    outer = [a_circle(inside=general) for _ in range(8)]
    first = a_circle(inside=general)
    Circle.objects.filter(pk=outer[0].pk).update(closed_at=clock.now())  # counted among the places, wears none
    inner = [a_circle(inside=outer[3]).hue for _ in range(6)]
    around = [general.hue, first.hue, *[circle.hue for circle in outer[1:]]]
    assert len({*inner, *around}) == len(inner) + len(around)


def test_where_every_hue_is_taken_the_usual_one_is_worn_again() -> None:
    assert free_hue(7, set(range(36)), is_general=True) == 7
    assert free_hue(7, {7, 8}, is_general=False) == 6


def test_there_is_one_general_circle_whatever_is_tried() -> None:
    project = a_project()
    assert Circle.objects.in_project(project).filter(parent=None).count() == 1

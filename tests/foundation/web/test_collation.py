"""Names stand where readers look for them, on both databases and in what is sorted in memory."""

import pytest

from foundation.accounts.models import User
from foundation.web.collation import Alphabetical, place_of
from tests.factories import a_circle, a_person, a_project

pytestmark = pytest.mark.django_db
IN_ORDER = ["Ada Mercier", "Élodie Zola", "elsa Martin", "Fay Lemoine", "Jean-Luc", "Jean–Luc", "Jeanne"]
IN_ORDER += ["Łódź", "Luc", "Odile Rey", "Œdipe Roy", "Ørsted", "Oscar", "Zoé Ba"]


@pytest.mark.both_databases
def test_names_sort_whatever_their_accents_and_capitals() -> None:
    for name in reversed(IN_ORDER):
        a_person(name)
    found = User.objects.filter(name__in=IN_ORDER).order_by(Alphabetical("name"))
    assert [one.name for one in found] == IN_ORDER == sorted(set(IN_ORDER), key=place_of)


def test_names_that_differ_only_in_accents_have_one_order() -> None:
    assert sorted(["Zoé", "Zoe", "zoé"], key=place_of) == sorted(["zoé", "Zoé", "Zoe"], key=place_of)


def test_people_and_circles_are_listed_alphabetically() -> None:
    project = a_project(a_person("Fay Lemoine"), name="Orchard")
    for name in ("Zoé Ba", "Élodie Zola"):
        project.circles.general().admit(a_person(name), by=None)
    assert [one.name for one in project.people()] == ["Élodie Zola", "Fay Lemoine", "Zoé Ba"]
    for name in ("Terrain", "Électronique", "Gestion"):
        a_circle(inside=project.circles.general(), name=name)
    found = project.circles.filter(parent=project.circles.general()).order_by(Alphabetical("name"))
    assert [one.name for one in found] == ["Électronique", "Gestion", "Terrain"]

"""Parts of long lists, which are written out once and kept."""

import pytest
from django.template import engines

from tests.factories import a_circle, a_person, a_project

pytestmark = pytest.mark.django_db


def written(template: str, **values: object) -> str:
    shown: str = engines["django"].from_string(template).render(values)
    return shown


@pytest.mark.both_databases
def test_a_face_follows_a_new_name() -> None:
    person = a_person("Ada Mercier")
    assert 'title="Ada Mercier"' in written("{% face person %}", person=person)
    person.name = "Ada <Curie>"
    shown = written("{% face person %}", person=person)
    assert 'title="Ada &lt;Curie&gt;"' in shown
    assert "Mercier" not in shown


def test_a_face_follows_a_picture_that_is_taken_away() -> None:
    person = a_person("Ada Mercier")
    person.picture = "f00d"
    assert f'src="{person.picture_url}"' in written("{% face person %}", person=person)
    person.picture = ""
    assert "<img" not in written("{% face person %}", person=person)


def test_a_circle_follows_a_new_name_and_a_new_place() -> None:
    circle = a_circle(inside=a_project(a_person("Ada Mercier")).circles.general(), name="Seals")
    assert "Seals" in written("{% circle_name circle %}", circle=circle)
    circle.name, circle.hue, circle.parent_hue = "Valves", 211, 12
    shown = written("{% circle_name circle %}", circle=circle)
    assert "Valves" in shown
    assert 'data-hue="211"' in shown
    assert 'data-parent-hue="12"' in shown

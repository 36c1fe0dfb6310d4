"""How a circle's sync is called."""

import pytest

from circles.circles.models import Circle
from circles.circles.models.sync_names import begins_softly, sync_title, the_sync
from tests.factories import a_project

pytestmark = pytest.mark.django_db


@pytest.mark.both_databases
def test_the_general_circles_sync_is_the_general_sync_whatever_the_circle_is_called() -> None:
    """Ada's general circle is called Assembly."""
    general: Circle = a_project().circles.general()
    general.name = "Assembly"
    assert (sync_title(general, "en"), the_sync(general)) == ("General sync", "the general sync")


def test_another_circles_sync_is_called_by_its_name() -> None:
    """A circle's name stands in it as it is, whatever its first letter."""
    for name in ("Design", "Électronique"):
        circle = Circle(name=name, parent=a_project().circles.general())
        assert (sync_title(circle, "en"), the_sync(circle)) == (f"{name} sync", f"the sync of {name}")


def test_the_word_before_is_shortened_for_a_vowel_and_for_most_of_h() -> None:
    """As French is spoken: d’Électronique, d’Hydraulique, but de Hall and de Conception."""
    assert all(map(begins_softly, ("Électronique", "Achats", "Œuvres", "Ørsted", "Hydraulique", "industrie")))
    assert not any(map(begins_softly, ("Conception", "Hall", "Yoga", "")))

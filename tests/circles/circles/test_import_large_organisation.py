"""An organisation with over a thousand people in its root is imported whole, and a second time changes nothing."""

from pathlib import Path

import pytest

from circles.circles.models import Circle, Membership
from circles.circles.queries.tree import tree_of
from circles.projects.models import Project
from foundation.audit.models import Entry
from tests.circles.circles.organisation_files import a_file, a_team, run_import, seats

pytestmark = pytest.mark.django_db

PEOPLE, TEAMS, MEMBERSHIPS = 1_276, 774, 6_281


def large(folder: Path) -> Path:
    """Write an organisation: everyone in the root, the other seats spread over teams five levels deep."""
    handles = [f"person-{number}" for number in range(PEOPLE)]
    teams = [a_team("root", members=seats(*handles), leads=handles[:1])]
    left = MEMBERSHIPS - PEOPLE
    for number in range(1, TEAMS):
        size = left // (TEAMS - number)
        left -= size
        inside = "root" if number < 6 else f"team-{(number - 1) // 5}"
        members = [handles[(number * 17 + seat * 29) % PEOPLE] for seat in range(size)]
        teams.append(a_team(f"team-{number}", parent=inside, members=seats(*members), leads=members[:1]))
    return a_file(folder, *teams, people=tuple(handles))


@pytest.mark.both_databases
def test_every_circle_person_and_membership_is_imported_once(tmp_path: Path) -> None:
    file = large(tmp_path)
    run_import(file)

    project = Project.objects.get(name="Orchard")
    assert Circle.objects.in_project(project).exclude(parent=None).count() == TEAMS
    assert Membership.objects.filter(project=project).count() == MEMBERSHIPS
    assert len(Circle.objects.get(key="root").people()) == PEOPLE
    assert max(node.depth for node in tree_of(project).walk()) >= 5
    assert list(Entry.breaks_of(project.pk)) == []

    entries = Entry.objects.count()
    run_import(file)
    assert (Membership.objects.count(), Entry.objects.count()) == (MEMBERSHIPS, entries)

"""An organisation is imported from a file: whole, once, under the rules, or not at all."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError

from circles.circles.models import Circle, Membership, Role
from circles.circles.queries.tree import tree_of
from circles.circles.workflows.import_organisation import circle_keys
from circles.projects.models import Project
from foundation.accounts.models import User
from foundation.audit.models import Entry
from tests.circles.circles.organisation_files import a_file, a_team, run_import, seats
from tests.factories import a_person, a_project

pytestmark = pytest.mark.django_db


def everything() -> dict[str, list[Any]]:
    models = (User, Circle, Membership, Role)
    return {
        **{model.__name__: list(model.objects.order_by("pk").values()) for model in models},
        **{f"{model.__name__} history": list(model.history.order_by("pk").values()) for model in models},
        "record": list(Entry.objects.order_by("pk").values()),
    }


@pytest.mark.both_databases
def test_teams_become_circles_inside_the_general_one(tmp_path: Path) -> None:
    run_import(a_file(tmp_path, a_team("roots", parent="trees", kind="working-group"), a_team("trees", purpose="Grow")))

    trees, roots = Circle.objects.get(key="trees"), Circle.objects.get(key="roots")
    assert trees.parent == Project.objects.get(name="Orchard").circles.general()
    assert roots.parent == trees
    assert (roots.source, trees.purpose, roots.parent_hue) == ("working-group", "Grow", trees.hue)


def test_leads_pilot_and_members_keep_their_roles_by_name(tmp_path: Path) -> None:
    pruner = {"handle": "bo", "roles": ["pr", "tea maker"]}
    team = a_team("trees", leads=["ada"], members=[*seats("ada"), pruner], roles=[{"id": "pr", "name": "Pruner"}])
    given = ["Pruner", "tea maker"]
    run_import(a_file(tmp_path, team))

    trees = Circle.objects.get(key="trees")
    assert [user.handle for user in trees.people_in("pilot")] == ["ada"]
    assert [str(role) for role in trees.memberships.get(user__handle="bo").roles.order_by("pk")] == given


def test_imported_people_have_no_address_or_password_and_their_handle_for_a_missing_name(tmp_path: Path) -> None:
    run_import(a_file(tmp_path, a_team("trees", members=seats("fay"))))

    fay = User.objects.get(handle="fay")
    assert (fay.name, fay.email, fay.has_usable_password()) == ("fay", None, False)
    assert User.objects.get(handle="bo").name == "Bo"


def test_former_members_get_ended_memberships(tmp_path: Path) -> None:
    run_import(a_file(tmp_path, a_team("trees", members=seats("ada"), alumni=[{"handle": "bo", "roles": ["Pruner"]}])))

    former = Membership.objects.get(user__handle="bo")
    assert former.ended_at is not None
    assert former.roles.get().ended_at == former.ended_at
    assert [user.handle for user in Project.objects.get().people()] == ["ada"]


def test_archived_teams_are_closed_circles_and_what_is_open_inside_stays_on_the_map(tmp_path: Path) -> None:
    run_import(a_file(tmp_path, a_team("trees", archived=True, alumni=seats("bo")), a_team("roots", parent="trees")))

    assert Circle.objects.get(key="trees").is_closed
    root = tree_of(Project.objects.get())
    assert [(node.circle.key, node.depth) for node in root.walk()] == [("general", 0), ("roots", 1)]


def test_every_row_has_history_and_the_import_one_record_entry(tmp_path: Path) -> None:
    summary = run_import(
        a_file(tmp_path, a_team("trees", leads=["ada"], members=seats("ada", "bo"), alumni=seats("fay")))
    )

    assert summary == (
        "Orchard: 1 circles (0 of them closed), 3 people, 2 memberships, 1 former memberships, "
        "1 pilots and 0 other roles came in."
    )
    project = Project.objects.get()
    entry = Entry.objects.of_project(project.pk).get(event="project.organisation_imported")
    assert (entry.actor, entry.facts["newcomers"], entry.facts["memberships"]) == (None, 3, 2)
    assert Membership.history.count() == Membership.objects.count() == 3
    assert list(Entry.breaks_of(project.pk)) == []


def test_a_second_import_changes_nothing(tmp_path: Path) -> None:
    team = a_team("trees", leads=["ada"], members=seats("ada", "bo"), alumni=seats("fay"))
    path = a_file(tmp_path, team, a_team("ro ots", parent="trees", archived=True))
    run_import(path)
    before = everything()

    assert run_import(path) == "Orchard: nothing new, everything was there already."
    assert everything() == before


def test_what_people_changed_since_stays_as_they_made_it(tmp_path: Path) -> None:
    ada = a_person("Ada Mercier")
    path = a_file(tmp_path, a_team("trees", members=seats("bo")), people=("bo",))
    run_import(path, by=ada.email)
    trees = Circle.objects.get(key="trees")
    trees.rename("Woods", "", by=ada)
    trees.memberships.get().end(by=ada)

    run_import(path)

    trees.refresh_from_db()
    assert (trees.name, trees.people().count()) == ("Woods", 0)


def test_a_longer_file_adds_only_what_is_new(tmp_path: Path) -> None:
    run_import(a_file(tmp_path, a_team("trees", members=seats("ada"))))

    run_import(a_file(tmp_path, a_team("trees", members=seats("ada", "bo")), a_team("roots", parent="trees")))

    assert Circle.objects.get(key="roots").parent == Circle.objects.get(key="trees")
    assert Circle.objects.get(key="trees").people().count() == 2


def test_who_imports_pilots_the_general_circle(tmp_path: Path) -> None:
    ada, path = a_person("Ada Mercier"), a_file(tmp_path, a_team("trees"))
    run_import(path)
    project = Project.objects.get()
    assert not project.has(ada)

    run_import(path, by=ada.email)
    before = everything()
    run_import(path, by=ada.email)

    assert list(project.circles.general().people_in("pilot")) == [ada]
    assert everything() == before


def test_nobody_is_imported_into_a_circle_that_people_closed(tmp_path: Path) -> None:
    run_import(a_file(tmp_path, a_team("trees", archived=True)))

    with pytest.raises(CommandError, match="“ada” can't enter “trees”: that circle is closed"):
        run_import(a_file(tmp_path, a_team("trees", members=seats("ada"))))

    assert not Membership.objects.exists()


def test_nothing_new_begins_in_a_circle_that_is_closed(tmp_path: Path) -> None:
    run_import(a_file(tmp_path, a_team("trees", archived=True)))

    with pytest.raises(CommandError, match="“roots” can't begin in “trees”: that circle is closed"):
        run_import(a_file(tmp_path, a_team("trees", archived=True), a_team("roots", parent="trees")))


def test_a_circle_that_people_opened_is_not_taken_over(tmp_path: Path) -> None:
    ada = a_person("Ada Mercier")
    a_project(ada, name="Orchard").circles.general().open_circle("Trees", by=ada)

    with pytest.raises(CommandError, match=r"\.json:4: the project has a circle “trees” that no import made"):
        run_import(a_file(tmp_path, a_team("trees", members=seats("ada")), people=("ada",)))

    assert not User.objects.filter(handle="ada").exists()


def test_a_handle_alone_lets_no_account_into_a_project(tmp_path: Path) -> None:
    eve = a_person("Eve Martin", handle="eve")
    path = a_file(tmp_path, a_team("trees", members=seats("eve")), people=("eve",))

    with pytest.raises(CommandError, match="invite them to the project first"):
        run_import(path)
    ada = a_person("Ada Mercier")
    project = a_project(ada, name="Orchard")
    project.circles.general().admit(eve, by=ada)
    run_import(path)

    assert list(Circle.objects.get(key="trees").people()) == [eve]


def test_people_known_from_another_import_are_the_same_people(tmp_path: Path) -> None:
    path = a_file(tmp_path, a_team("trees", members=seats("ada")))
    run_import(path, "Orchard")
    run_import(path, "Meadow")
    assert User.objects.count() == 3
    assert User.objects.get(handle="ada").memberships.count() == 2


def test_a_name_shared_by_two_projects_is_refused(tmp_path: Path) -> None:
    a_project(name="Orchard")
    a_project(name="Orchard")
    path = a_file(tmp_path, a_team("trees"))

    with pytest.raises(CommandError, match="several projects named Orchard"):
        run_import(path, "Orchard")
    run_import(path, "orchard-2")

    assert Circle.objects.get(key="trees").project.slug == "orchard-2"


@pytest.mark.parametrize("name", ["", "  ", "x" * 121, "a\0b"])
def test_a_project_without_a_fitting_name_is_not_made(tmp_path: Path, name: str) -> None:
    with pytest.raises(CommandError, match="between 1 and 120 letters"):
        run_import(a_file(tmp_path, a_team("trees")), name)

    assert not Project.objects.exists()


def test_an_unknown_person_cannot_import(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"Nobody here has the address eve@x\.example"):
        run_import(a_file(tmp_path, a_team("trees")), by="eve@x.example")


def test_keys_that_fit_no_address_get_a_stable_slug() -> None:
    keys = ["trees", "Tree s", "trée s", "general", "…"]
    assert circle_keys(keys) == circle_keys(keys[::-1])
    assert circle_keys(keys) == {
        "trees": "trees", "Tree s": "tree-s", "trée s": "tree-s-2", "general": "general-2", "…": "circle",
    }  # fmt: skip

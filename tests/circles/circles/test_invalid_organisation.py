"""An invalid organisation file: each problem is reported by file and line, and nothing is imported."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError

from circles.projects.models import Project
from foundation.accounts.models import User
from foundation.web import json_reader
from tests.circles.circles.organisation_files import a_file, a_team, run_import, seats

pytestmark = pytest.mark.django_db


INVALID: dict[str, tuple[dict[str, Any], str, str]] = {
    "an unknown parent": (a_team("roots", parent="wood"), '"wood"', "“roots” is part of “wood”"),
    "a parent of itself": (a_team("roots", parent="roots"), '"parent": "roots"', "roots is part of roots"),
    "a key twice": (a_team("trees", name="Again"), '"Again"', "the key “trees” is there twice"),
    "an unknown member": (a_team("roots", members=seats("ada", "eve")), '"eve"', "“eve” in “roots” is not among"),
    "an unknown former member": (a_team("roots", alumni=seats("eve")), '"eve"', "“eve” in “roots” is not among"),
    "an unknown lead": (a_team("roots", leads=["eve"]), '"eve"', "“eve” leads “roots”, but"),
    "a member twice": (a_team("roots", members=seats("bo", "Bo")), '"Bo"\n', "“Bo” is in “roots” twice"),
    "a member of an archived team": (
        a_team("roots", archived=True, members=seats("bo")),
        '"members": [\n    {\n     "handle": "bo"',
        "nobody can be in it now",
    ),
    "a number for a name": (a_team("roots", name=7), '"name": 7', "name: input should be a valid string"),
    "words for a list": (a_team("roots", members="bo"), '"members": "bo"', "members: input should be a valid list"),
    "an empty handle": (a_team("roots", members=seats(" ")), '" "', "handle: string should have at least 1 character"),
    "no kind": ({"key": "roots", "name": "Roots"}, '{\n   "key": "roots"', "kind: field required"),
    "a name that is too long": (a_team("roots", name="r" * 121), '"rrr', "name: string should have at most 120"),
}


@pytest.mark.parametrize("case", INVALID)
def test_an_invalid_file_is_reported_by_line_and_nothing_is_imported(tmp_path: Path, case: str) -> None:
    team, there, why = INVALID[case]
    path = a_file(tmp_path, a_team("trees", members=seats("ada")), team)
    text = path.read_text()
    line = text[: text.index(there)].count("\n") + 1

    with pytest.raises(CommandError) as error:
        run_import(path)

    first, *_, last = str(error.value).splitlines()
    # a key that is there twice stands on the line before the name that tells the two apart
    assert first.startswith(f"{path}:{line - (case == 'a key twice')}: ")
    assert why in first
    assert last == "Nothing was imported."
    assert not Project.objects.exists()
    assert not User.objects.exists()


@pytest.mark.both_databases
def test_a_longer_loop_is_reported_once(tmp_path: Path) -> None:
    path = a_file(
        tmp_path, a_team("a", parent="b"), a_team("b", parent="c"), a_team("c", parent="a"), a_team("d", parent="a")
    )

    with pytest.raises(CommandError) as error:
        run_import(path)

    assert str(error.value).count("goes round in a circle: a is part of b is part of c is part of a") == 1
    assert len(str(error.value).splitlines()) == 2


def test_a_broken_file_is_reported_by_line(tmp_path: Path) -> None:
    path = tmp_path / "organisation.json"
    path.write_text('{\n "teams": [],\n "people": [}\n')
    with pytest.raises(CommandError, match=r"organisation\.json:3: this is not JSON"):
        run_import(path)
    path.write_bytes(b'{\n "teams": [\xff]}')
    with pytest.raises(CommandError, match=r"organisation\.json:2: this is not UTF-8"):
        run_import(path)
    path.write_text('{\n "teams": [],\n "people": ' + "9" * 5000 + "}")
    with pytest.raises(CommandError, match=r"organisation\.json:3: there is a number with too many digits"):
        run_import(path)
    with pytest.raises(CommandError, match="No such file"):
        run_import(tmp_path / "nothing.json")


def test_many_problems_are_counted(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="and 5 more\nNothing was imported"):
        run_import(a_file(tmp_path, *(a_team(f"t{n}", parent="x") for n in range(25))))


def test_a_repeated_field_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "organisation.json"
    path.write_text('{\n "teams": [],\n "people": [{\n "handle": "ada",\n "handle": "bo"}],\n "teams": []\n}')
    with pytest.raises(CommandError) as error:
        run_import(path)
    report = str(error.value)
    assert f"{path}:5: the field “handle” is there twice" in report
    assert f"{path}:6: the field “teams” is there twice" in report
    assert not Project.objects.exists()


def test_a_file_full_of_errors_is_walked_through_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    walked = []
    inside = json_reader._values

    def recording(text: str, at: int) -> Any:
        walked.append(at)
        return inside(text, at)

    monkeypatch.setattr(json_reader, "_values", recording)
    with pytest.raises(CommandError, match="and 280 more"):
        run_import(a_file(tmp_path, *(a_team(f"t{n}", parent="x") for n in range(300))))
    assert len(walked) == len(set(walked))


def test_a_handle_with_direction_controls_is_refused(tmp_path: Path) -> None:
    path = a_file(tmp_path, a_team("trees"), people=("ada", "eve\u202eada"))
    with pytest.raises(CommandError, match="no invisible characters"):
        run_import(path)

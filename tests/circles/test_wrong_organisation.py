"""A file of an organisation that is wrong: what is wrong is named where it stands, and nothing comes in."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError

from accounts.models import User
from circles.models import Project
from tests.circles.organisation import a_file, a_team, bring_in, seats
from web import json_reader

pytestmark = pytest.mark.django_db


WRONG: dict[str, tuple[dict[str, Any], str, str]] = {
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


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_named_by_file_and_line_and_nothing_comes_in(tmp_path: Path, case: str) -> None:
    team, there, why = WRONG[case]
    path = a_file(tmp_path, a_team("trees", members=seats("ada")), team)
    text = path.read_text()
    line = text[: text.index(there)].count("\n") + 1

    with pytest.raises(CommandError) as told:
        bring_in(path)

    first, *_, last = str(told.value).splitlines()
    # a key that is there twice stands on the line before the name that tells the two apart
    assert first.startswith(f"{path}:{line - (case == 'a key twice')}: ")
    assert why in first
    assert last == "Nothing was imported."
    assert not Project.objects.exists()
    assert not User.objects.exists()


def test_a_longer_loop_is_named_once(tmp_path: Path) -> None:
    path = a_file(
        tmp_path, a_team("a", parent="b"), a_team("b", parent="c"), a_team("c", parent="a"), a_team("d", parent="a")
    )

    with pytest.raises(CommandError) as told:
        bring_in(path)

    assert str(told.value).count("goes round in a circle: a is part of b is part of c is part of a") == 1
    assert len(str(told.value).splitlines()) == 2


def test_a_broken_text_is_named_by_line(tmp_path: Path) -> None:
    path = tmp_path / "organisation.json"
    path.write_text('{\n "teams": [],\n "people": [}\n')
    with pytest.raises(CommandError, match=r"organisation\.json:3: this is not JSON"):
        bring_in(path)
    path.write_bytes(b'{\n "teams": [\xff]}')
    with pytest.raises(CommandError, match=r"organisation\.json:2: this is not UTF-8"):
        bring_in(path)
    path.write_text('{\n "teams": [],\n "people": ' + "9" * 5000 + "}")
    with pytest.raises(CommandError, match=r"organisation\.json:3: there is a number with too many digits"):
        bring_in(path)
    with pytest.raises(CommandError, match="No such file"):
        bring_in(tmp_path / "nothing.json")


def test_many_problems_are_counted(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="and 5 more\nNothing was imported"):
        bring_in(a_file(tmp_path, *(a_team(f"t{n}", parent="x") for n in range(25))))


def test_a_field_that_is_there_twice_is_named_for_one_of_the_two_would_be_lost(tmp_path: Path) -> None:
    path = tmp_path / "organisation.json"
    path.write_text('{\n "teams": [],\n "people": [{\n "handle": "ada",\n "handle": "bo"}],\n "teams": []\n}')
    with pytest.raises(CommandError) as told:
        bring_in(path)
    said = str(told.value)
    assert f"{path}:5: the field “handle” is there twice" in said
    assert f"{path}:6: the field “teams” is there twice" in said
    assert not Project.objects.exists()


def test_a_file_that_is_wrong_from_end_to_end_is_read_once_and_not_once_for_each_fault(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    looked = []
    inside = json_reader._values

    def noted(text: str, at: int) -> Any:
        looked.append(at)
        return inside(text, at)

    monkeypatch.setattr(json_reader, "_values", noted)
    with pytest.raises(CommandError, match="and 280 more"):
        bring_in(a_file(tmp_path, *(a_team(f"t{n}", parent="x") for n in range(300))))
    assert len(looked) == len(set(looked))


def test_a_handle_that_would_turn_the_words_beside_it_is_refused(tmp_path: Path) -> None:
    path = a_file(tmp_path, a_team("trees"), people=("ada", "eve\u202eada"))
    with pytest.raises(CommandError, match="no invisible signs"):
        bring_in(path)

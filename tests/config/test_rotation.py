"""What would multiply is seen a part at a time, and all of it in the end."""

from pathlib import Path

import pytest

from tests.support import module_turns, rotation
from tests.support.module_turns import dealt
from tests.support.rotation import in_turn, one_in, takes_turns

COMMITS = [str(number) for number in range(60)]


@pytest.fixture(autouse=True)
def _not_deep(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotation, "DEEP", False)


def test_each_look_of_a_page_has_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = set()
    for commit in COMMITS:
        monkeypatch.setattr(rotation, "ROTATION", commit)
        (look,) = in_turn("a page", range(8))
        assert in_turn("a page", range(8)) == [look]
        seen.add(look)
    assert seen == set(range(8))


def test_deep_looks_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotation, "DEEP", True)
    assert list(in_turn("a page", range(8))) == list(range(8))


def test_each_row_of_a_table_is_run_in_some_commit_and_all_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(number, "who") for number in range(22)]
    seen = set()
    for commit in COMMITS:
        monkeypatch.setattr(rotation, "ROTATION", commit)
        examples = one_in(4, "a table", rows)
        assert [example.values for example in examples] == rows
        often = [example.values for example in examples if not example.marks]
        assert len(often) in {5, 6}
        seen |= set(often)
    assert seen == set(rows)


def test_what_takes_turns_is_seen_in_about_one_commit_of_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    marks = []
    for commit in COMMITS:
        monkeypatch.setattr(rotation, "ROTATION", commit)
        marks.append(takes_turns(2, "a story").name)
    assert set(marks) == {"deep", "on_turn"}
    assert 20 < marks.count("on_turn") < 40


def test_each_story_at_browsers_has_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    stories = {f"tests/e2e/{path.name}" for path in Path("tests/e2e").glob("test_*.py")}
    seen = set()
    for commit in COMMITS:
        monkeypatch.setattr(rotation, "ROTATION", commit)
        seen.add(frozenset(story for story in stories if not module_turns.waits(story)))
    assert len(seen) == module_turns.DEALT["tests/e2e"]
    assert sorted(story for hand in seen for story in hand) == sorted(stories)


def test_what_says_at_length_is_dealt_and_nothing_else() -> None:
    places = module_turns.dealt_at_length()
    assert set(places.values()) == set(range(module_turns.AT_LENGTH))
    assert 30 < len(places) < 60
    assert all(any(path.match(kind) for path in places) for kind in module_turns.AT_LENGTH_ARE)
    apart = {part for path in places for part in path.relative_to(module_turns.ROOT).parts}
    assert not apart & {"architecture", "backup", "coediting", "audit", "e2e"}


def test_all_others_are_dealt_but_what_each_commit_sees() -> None:
    places = module_turns.dealt_others()
    assert set(places.values()) == set(range(module_turns.OF_OTHERS))
    modules = {path.relative_to(module_turns.ROOT / "tests") for path in places}
    assert not [one for one in modules if one.as_posix().startswith(module_turns.EACH_TIME)]
    every = {one.relative_to(module_turns.ROOT / "tests") for one in (module_turns.ROOT / "tests").rglob("test_*.py")}
    at_length = {one.relative_to(module_turns.ROOT / "tests") for one in module_turns.dealt_at_length()}
    apart = {one for one in every if one.as_posix().startswith(module_turns.EACH_TIME)}
    assert modules | at_length | apart == every


def test_modules_are_dealt_by_their_length(tmp_path: Path) -> None:
    for name, length in {"epic": 900, "novel": 500, "tale": 300, "verse": 200, "joke": 10}.items():
        (tmp_path / name).write_text("x" * length)
    places = {path.name: hand for path, hand in dealt(tmp_path.iterdir(), 2).items()}
    assert places == {"epic": 0, "novel": 1, "tale": 1, "verse": 1, "joke": 0}


def test_a_module_that_waits_is_not_imported_unless_a_part_of_it_stays(
    monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config
) -> None:
    monkeypatch.setattr(module_turns, "DEEP", False)
    monkeypatch.setattr(pytestconfig.option, "markexpr", "not deep")
    story, pages = (Path("tests/e2e", name).resolve() for name in ("test_story.py", "test_every_page.py"))
    left_out = set()
    for commit in COMMITS:
        monkeypatch.setattr(rotation, "ROTATION", commit)
        left_out.add(module_turns.pytest_ignore_collect(story, pytestconfig))
        assert not module_turns.pytest_ignore_collect(pages, pytestconfig), "it says `every_commit`"
    assert left_out == {True, None}
    monkeypatch.setattr(pytestconfig.option, "markexpr", "")
    assert not module_turns.pytest_ignore_collect(story, pytestconfig), "who names no mark sees all"

"""What a copy has of sealed rows holds without Ronde, and what was changed in it is named."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.across.takeaway.test_copies import a_project_with_much, in_node, record_of, verified

pytestmark = [pytest.mark.django_db, pytest.mark.one_database, pytest.mark.usefixtures("made_now")]


def reword(rows: list[dict[str, Any]]) -> str:
    decision = next(row for row in rows if row["kind"] == "decision")
    decision["values"]["text"]["value"] = '"We do the contrary."'
    return f"decision {decision['key']}"


def take_out(rows: list[dict[str, Any]]) -> str:
    position = next(row for row in rows if row["kind"] == "position")
    rows.remove(position)
    return f"position {position['key']}"


def pretend_erased(rows: list[dict[str, Any]]) -> str:
    round_ = next(row for row in rows if row["kind"] == "round")
    del round_["values"]["text"]
    return f"round {round_['key']}"


def smuggle(rows: list[dict[str, Any]]) -> str:
    rows.append({**next(row for row in rows if row["kind"] == "position"), "key": "999999"})
    return "position 999999"


@pytest.mark.parametrize("tamper", [reword, take_out, pretend_erased, smuggle])
def test_a_row_that_was_tampered_with_is_named(tmp_path: Path, tamper: Callable[[list[dict[str, Any]]], str]) -> None:
    folder = record_of(a_project_with_much().project, tmp_path)
    path = folder / "sealed.jsonl"
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    named = tamper(rows)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    found = verified(folder)
    assert (found.returncode, found.stderr) == (1, "1 things are not what the record sealed.\n")
    assert named in found.stdout
    assert [one["row"] for one in in_node(folder)["differences"]] == [named]

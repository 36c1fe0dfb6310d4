"""Sums of columns are reckoned whenever a document is read, and documents store their places alone."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from pycrdt import XmlFragment

from documents.richtext.html import html_of
from documents.richtext.markdown_reader import nodes_of
from documents.richtext.markdown_writer import markdown_of
from documents.richtext.nodes import ROOT, Node, Run, load, read_tree, write_tree
from documents.richtext.numbers import Total
from documents.richtext.plain_text import text_of
from documents.richtext.tree_edits import edit_into

PRICES = """| Part | Price |
| --- | ---: |
| Seal | 12,50 |
| Hose | {hose} |
| Both | <output>{both}</output> |
"""


@pytest.mark.parametrize("case", json.loads((Path(__file__).parent / "table_sums.json").read_text()))
def test_a_sum_is_written_like_the_numbers_above_it_as_in_the_editor(case: dict[str, Any]) -> None:
    total = Total()
    for words in case["cells"]:
        total.add(words)
    assert str(total) == case["sum"]


def test_a_sum_is_right_when_a_number_above_it_changes() -> None:
    before = write_tree(nodes_of(PRICES.format(hose="3", both="15,50")))
    change = edit_into([before], nodes_of(PRICES.format(hose="4", both="15,50")))
    (table,) = read_tree([before, change])
    assert table.text().endswith("Both16,50")
    assert markdown_of([table]) == PRICES.format(hose="4", both="16,50")
    assert '<span class="column-sum">16,50</span>' in html_of([table])
    assert text_of([table]).endswith("Both\t16,50\n")


def test_a_document_stores_where_a_sum_stands_and_no_number() -> None:
    update = write_tree(nodes_of(PRICES.format(hose="3", both="1")))
    stored = str(load([update]).get(ROOT, type=XmlFragment))
    assert "columnSum" in stored
    assert "15,50" not in stored
    assert edit_into([update], read_tree([update])) == b"\x00\x00"


def test_headings_and_other_sums_are_not_counted_and_cells_go_over_columns() -> None:
    table = """| 2026 | 2027 |
| --- | --- |
| <!-- th --> 1 | 5 |
| 2 | <!-- < --> |
| <output>?</output> | 7 |
| 3 | 1 |
| <output>?</output> | <output>?</output> |
"""
    (read,) = read_tree([write_tree(nodes_of(table))])
    sums = [run.text for row in read.nodes() for cell in row.nodes() for line in cell.nodes() for run in line.children
            if isinstance(run, Run) and "columnSum" in run.marks]  # fmt: skip
    assert sums == ["2", "5", "13"]


def test_a_sum_outside_a_table_is_words() -> None:
    assert nodes_of("It is <output>5</output> in all.") == [Node("paragraph", {}, [Run("It is 5 in all.")])]


def test_a_forged_sum_breaks_nothing() -> None:
    forged = Node("table", {}, [Node("columnSum"), Node("tableRow", {}, [Node("columnSum"), Node("tableCell")])])
    assert [node.kind for node in read_tree([write_tree([forged, Node("columnSum")])])] == ["table", "columnSum"]


def test_a_column_with_a_sum_in_every_other_row_is_read_in_the_time_of_its_length() -> None:
    rows = "| 1 |\n| <output>?</output> |\n" * 2_500
    update, began = write_tree(nodes_of(f"| Price |\n| --- |\n{rows}")), time.process_time()
    (table,) = read_tree([update])
    assert time.process_time() - began < 5
    assert table.text().endswith("2500")

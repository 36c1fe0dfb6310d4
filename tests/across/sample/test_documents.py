"""The documents of the sample: the same in both languages, long enough, and with figures that agree."""

import re
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from across.sample.documents import SPECIFICATION, WRITTEN, parts_of, without_keys
from across.sample.proposals import name_of
from across.sample.texts import FOLDER, Texts
from decisions.decisions.models import Decision, Proposal
from documents.coediting.models import Update
from documents.documents.models import Document
from documents.richtext.html import html_of
from documents.richtext.markdown_reader import nodes_of
from documents.richtext.nodes import Node, insert_tree, read_tree, write_tree

KEYS = ("specification", *WRITTEN)
FR, EN = (Texts(language, name_of, lambda _day: date(2026, 11, 24)) for language in ("fr", "en"))
CLAUSE = re.compile(r"^### (SPEC-(\d+)\.\d+) \S", re.MULTILINE)
SPACES = re.compile(r"[\s\u00a0\u202f]+")


def source(language: str, key: str) -> str:
    return (FOLDER / language / "documents" / f"{key}.md").read_text("utf-8")


def words_of(text: str) -> int:
    return len(SPACES.split(re.sub(r"[|#*>`]|\[[ x]\]|-{3,}", " ", text).strip()))


def shape_of(nodes: list[Node]) -> list[Any]:
    """Return what both languages share: kinds, levels of headings, sizes of tables and lists, ticks."""
    return [
        (node.kind, node.attrs.get("level"), node.attrs.get("checked"), shape_of(list(node.nodes())))
        for node in nodes
        if node.kind not in ("paragraph", "hardBreak")
    ]


def tables_of(nodes: list[Node]) -> list[list[list[str]]]:
    return [[[cell.text() for cell in row.nodes()] for row in node.nodes()] for node in nodes if node.kind == "table"]


def number(cell: str) -> float:
    digits = re.sub(r"[^\d,.−-]", "", cell).replace("−", "-")
    return float(digits.replace(",", "."))


def test_every_document_and_every_part_has_an_author() -> None:
    for language, texts in (("fr", FR), ("en", EN)):
        assert sorted(path.stem for path in (FOLDER / language / "documents").iterdir()) == sorted(KEYS)
        for key, (_circle, hands) in WRITTEN.items():
            assert len(parts_of(texts.document(key)[1])) == len(hands), key
        assert len(parts_of(texts.document("specification")[1])) == len(SPECIFICATION)


@pytest.mark.parametrize("key", KEYS)
def test_both_languages_have_the_same_structure_and_references(key: str) -> None:
    french, english = FR.document(key)[1], EN.document(key)[1]
    for one, other in zip(parts_of(french), parts_of(english), strict=True):
        assert shape_of(nodes_of(one)) == shape_of(nodes_of(other))
    names = [sorted(re.findall(r"\{[^}]+\}|SPEC-\d+\.\d+", source(language, key))) for language in ("fr", "en")]
    assert names[0] == names[1]
    assert not re.search(r"[{}]", french + english)


@pytest.mark.parametrize("key", KEYS)
def test_both_languages_give_the_same_figures_in_their_tables(key: str) -> None:
    french, english = (tables_of(nodes_of(texts.document(key)[1])) for texts in (FR, EN))
    for one, other in zip(french, english, strict=True):
        for french_row, english_row in zip(one, other, strict=True):
            for cell, same in zip(french_row, english_row, strict=True):
                assert digits_of(cell) == digits_of(same), (cell, same)


def digits_of(cell: str) -> list[str]:
    return sorted(re.sub(r"\D", "", cell))


@pytest.mark.parametrize("texts", [FR, EN])
def test_documents_range_from_a_page_to_a_specification(texts: Texts) -> None:
    lengths = {key: words_of(texts.document(key)[1]) for key in KEYS}
    assert len(lengths) >= 20
    assert all(200 <= length <= 3000 for length in lengths.values()), lengths
    assert lengths.pop("specification") >= 2500
    assert sum(length < 450 for length in lengths.values()) >= 3
    assert sum(800 <= length <= 1500 for length in lengths.values()) >= 4, lengths


@pytest.mark.parametrize("texts", [FR, EN])
def test_the_specification_has_41_clauses_whose_keys_all_texts_know(texts: Texts) -> None:
    body = texts.document("specification")[1]
    clauses = CLAUSE.findall(body)
    keys = [key for key, _chapter in clauses]
    assert len(keys) == len(set(keys)) == 41
    assert "SPEC-12.3" in keys
    assert all(int(chapter) <= int(following) for (_, chapter), (_, following) in pairwise(clauses))
    cited = {
        found
        for path in (FOLDER / texts.language).rglob("*.*")
        for found in re.findall(r"SPEC-\d+\.\d+", path.read_text("utf-8"))
    }
    assert cited <= set(keys)


@pytest.mark.parametrize("texts", [FR, EN])
def test_the_bill_of_materials_adds_up_to_the_unit_cost(texts: Texts) -> None:
    assemblies, materials, *_ = tables_of(nodes_of(texts.document("cout")[1]))
    *rows, total = materials[1:]
    assert all(number(row[1]) * number(row[2]) == pytest.approx(number(row[3])) for row in rows)
    assert sum(number(row[3]) for row in rows) == pytest.approx(number(total[3])) == pytest.approx(683)
    assert sum(number(row[1]) for row in assemblies[1:-1]) == pytest.approx(683)


def test_measured_efficiencies_are_those_of_their_flow_head_and_power() -> None:
    for key in ("essai-rotor", "essai-multicellulaire", "essai-membrane"):
        curve = next(table for table in tables_of(nodes_of(FR.document(key)[1])) if table[0][0] == "Hauteur (m)")
        for row in curve[1:]:
            head, flow, power, efficiency = (number(cell) for cell in row[:4])
            assert 100 * 9.81 * flow / 3.6 * head / power == pytest.approx(efficiency, abs=0.6), (key, row)


def test_the_forecast_of_cash_carries_each_week_over_and_stays_above_its_floor() -> None:
    forecast = tables_of(nodes_of(FR.document("tresorerie")[1]))[0]
    balance = number(forecast[1][3])
    for row in forecast[2:]:
        balance += number(row[1]) - number(row[2])
        assert number(row[3]) == balance > 30_000


def told(text: str) -> str:
    """Return a text without dates, and without how people and things are named where it mentions them."""
    return re.sub(
        r"\w+day \d+ \w+|@action-\w+|A-\d+|@thing-|@(\w)\w+( [A-Z]\w+)?", lambda found: (found[1] or "").upper(), text
    )


def test_later_parts_of_a_document_are_in_their_place() -> None:
    first = write_tree(nodes_of("# Pump\n\nIt lifts water."))
    second = insert_tree([first], nodes_of("Tested at 30 m.\n\n- dry\n- quiet"), 1)
    texts = [node.text() for node in read_tree([first, second])]
    assert texts == ["Pump", "Tested at 30 m.", "dryquiet", "It lifts water."]


@pytest.mark.both_databases
@pytest.mark.django_db
@pytest.mark.usefixtures("in_english")
def test_a_document_has_its_text_and_the_authors_of_its_parts() -> None:
    for key in KEYS:
        title, body = EN.document(key)
        document = Document.objects.get(title=title)
        whole = [node.text() for part in parts_of(without_keys(body)) for node in nodes_of(part)]
        assert [told(node.text()) for node in document.nodes()] == [told(text) for text in whole]
        updates = Update.objects.filter(log=document.pk).order_by("seq")
        assert [update.received_at for update in updates] == sorted(update.received_at for update in updates)
    specification = Document.objects.get(genre=Document.Genre.SPECIFICATION)
    assert re.search(r'<a href="/p/heliopompe/decisions/4/"[^>]*>D-4</a>', html_of(specification.nodes()))
    links = r'href="(/p/[^"]+/(?:decisions|proposals)/\d+/)"'
    for address in re.findall(links, "".join(html_of(each.nodes()) for each in Document.objects.all())):
        find = Decision if "/decisions/" in address else Proposal
        assert find.objects.filter(number=int(address.split("/")[-2])).exists(), address
    writers = Update.objects.filter(log=specification.pk).values_list("user__name", flat=True)
    assert len(set(writers)) >= 8

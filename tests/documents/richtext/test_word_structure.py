"""What Word has no structure for comes back from it, and words that people wrote meanwhile."""

import io
import re
import zipfile

import pytest

from documents.richtext.exchange.file_reader import read_file
from documents.richtext.exchange.office import FORMATS, read_office, write_office
from documents.richtext.exchange.office_marks import DEEPEST
from documents.richtext.html import html_of
from documents.richtext.markdown_reader import nodes_of
from documents.richtext.markdown_writer import markdown_of
from documents.richtext.nodes import Run


@pytest.mark.parametrize(
    "text",
    [
        "> first\n\n> second\n\n> third\n",
        "> words\n>\n> ```\n> code in it\n> ```\n>\n> more\n\n```\ncode after it\n```\n",
        "> ```\n> code alone\n> ```\n",
        "> words\n>\n> ## A heading\n>\n> more\n",
        "- one\n\n  and on\n- two\n\n* another\n\n1. first\n\n   on\n2. second\n",
    ],
)
@pytest.mark.parametrize("form", FORMATS)
def test_lists_and_quotations_come_back_from_office_files_apart_and_whole(text: str, form: str) -> None:
    nodes = nodes_of(text)
    back = read_office(write_office(html_of(nodes, anchors=False), form), form)
    assert markdown_of(back.nodes) == markdown_of(nodes)


TABLE = "| a | b |\n| --- | --- |\n| 1 | 2 |"
IN_AN_ITEM = TABLE.replace("\n", "\n   ")
FOLDED = "<details>\n<summary>\n\nWhy **so**\n\n</summary>\n\nBecause.\n\n- one\n- two\n\n{more}\n\n</details>"


SHORT = FOLDED.format(more="End.")
IN_A_BULLET, IN_AN_ITEM_FOLDED = (SHORT.replace("\n", "\n" + " " * indent) for indent in (2, 3))


@pytest.mark.parametrize(
    "text",
    [
        f"{FOLDED.format(more=TABLE)}\n\nAfter.\n",
        f"{FOLDED.format(more=FOLDED.format(more='Deep.'))}\n\n{FOLDED.format(more='Again.')}\n",
        "<details>\n<summary>\n\n</summary>\n\nUnder no words.\n\n</details>\n",
        f"1. one\n\n   {IN_AN_ITEM}\n\n   and on\n2. two\n\n- another\n",
        (
            "1. one\n\n   and\n\n   <details>\n   <summary>\n\n   Why\n\n   </summary>\n\n   So.\n\n"
            f"   {IN_AN_ITEM}\n\n   </details>\n\n   end\n2. two\n"
        ),
        f"- a\n\n  {IN_A_BULLET}\n- b\n\n1. a\n\n   {IN_AN_ITEM_FOLDED}\n2. b\n",
        f"- [ ] a\n\n  {IN_A_BULLET}\n- [x] b\n",
        f"> words\n>\n> {IN_A_BULLET.replace(chr(10) + '  ', chr(10) + '> ')}\n>\n> more\n\nPlain.\n",
        "> [!TIP]\n> Say:\n>\n> ```\n> pump on\n> ```\n>\n> Then wait.\n\n```\nnot of it\n```\n",
        FOLDED.format(more="- one\n\n  and on\n- two") + "\n",
        "> [!TIP]\n> x\n>\n> " + SHORT.replace("\n", "\n> ") + "\n>\n> y\n",
        "- one\n-\n- three\n\nBetween.\n\n1.\n",
        f"> words\n>\n> {TABLE.replace(chr(10), chr(10) + '> ')}\n>\n> [\u21a9](https://example.org)\n\nPlain.\n",
    ],
)
@pytest.mark.parametrize("form", FORMATS)
def test_what_folds_tables_in_other_blocks_and_empty_items_come_back(text: str, form: str) -> None:
    nodes = nodes_of(text)
    html = html_of(nodes, anchors=False)
    assert markdown_of(read_office(write_office(html, form), form).nodes) == markdown_of(nodes)
    assert markdown_of(read_file("page.html", html.encode()).nodes) == markdown_of(nodes)


def test_words_that_were_written_into_marks_in_word_stay() -> None:
    text = f"1. one\n\n   {IN_AN_ITEM}\n2.\n3. three\n\n- other\n\n{SHORT}\n"
    made = write_office(html_of(nodes_of(text), anchors=False), "docx")
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.read("word/styles.xml").decode().count('w:line="20"') == 3, "marks are not to be seen"
    out, typed = io.BytesIO(), iter(f"Typed{number}" for number in range(9))
    with zipfile.ZipFile(io.BytesIO(made)) as given, zipfile.ZipFile(out, "w") as written:
        for name in given.namelist():
            content = given.read(name)
            if name == "word/document.xml":
                content = re.sub("\u200b", lambda sign: sign[0] + next(typed), content.decode()).encode()
            written.writestr(name, content)
    read = markdown_of(read_office(out.getvalue(), "docx").nodes)
    assert re.findall(r"Typed\d", read) == [f"Typed{number}" for number in range(4)]
    assert "\u200b" not in read
    assert "2. Typed1\n" in read
    assert read.count("<details>") == 1


def test_of_a_first_line_in_html_the_words_stay_and_pictures_come_below() -> None:
    html = (
        "<details><summary><h3>Why</h3><p>so <math-x></math-x><b>soon</b>?<br>Now</p>"
        '<img src="https://example.org/a.png" alt="A pump"></summary>It turns.</details>'
        "<details>Without one.</details>"
    )
    folded, bare = read_file("page.html", html.encode()).nodes
    assert markdown_of([folded]).split("\n\n")[1] == "Why so **soon**? Now"
    assert all(isinstance(child, Run) for child in next(folded.nodes()).children)
    assert "A pump" in markdown_of([folded])
    assert "Without one." in markdown_of([bare])


def test_parts_fold_in_each_other_as_deep_as_people_read() -> None:
    html = "<details><summary>In</summary>" * 60 + "deepest" + "</details>" * 60
    assert markdown_of(read_file("page.html", html.encode()).nodes).count("<details>") == DEEPEST
    text = "deepest"
    for _ in range(30):
        text = f"<details>\n<summary>\n\nIn\n\n</summary>\n\n{text}\n\n</details>"
    back = markdown_of(read_office(write_office(html_of(nodes_of(text), anchors=False), "docx"), "docx").nodes)
    assert "deepest" in back


OWN = (
    "Water[^1] flows[^2].\n\n[TOC]\n\n# Flow\n\n"
    '<div class="columns">\n<div class="column">\n\nLeft\n\n- a\n- b\n\n</div>\n<div class="column">\n\n## Right\n\n'
    "> said\n\n</div>\n</div>\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\nAfter\n\n"
    "[^1]: The **note**.\n\n    Second paragraph.\n\n[^2]: Cold.\n"
)


def test_notes_columns_and_the_list_of_headings_come_back_from_word_and_html() -> None:
    nodes = nodes_of(OWN)
    assert markdown_of(nodes) == OWN
    html = html_of(nodes, anchors=False)
    assert markdown_of(read_file("page.html", html.encode()).nodes) == OWN
    made = write_office(html, "docx")
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert ">note</w:t>" in archive.read("word/footnotes.xml").decode(), "a note of Word's own"
    assert markdown_of(read_office(made, "docx").nodes) == OWN


def test_notes_come_back_from_opendocument() -> None:
    text = "Water[^1] flows.\n\nAfter\n\n[^1]: The **note**.\n"
    assert markdown_of(read_office(write_office(html_of(nodes_of(text), anchors=False), "odt"), "odt").nodes) == text

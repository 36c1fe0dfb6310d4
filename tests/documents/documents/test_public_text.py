"""What of a text a public link shows: words, and nothing that leads into the project."""

import re

import pytest
from django.conf import settings

from documents.documents.public_text import SHOWN, leads_out, public_nodes
from documents.richtext.html import html_of
from documents.richtext.nodes import EDITS, Node, Run
from tests.architecture.sources import read

FILE = "0b0e3a0c-7c1f-4f0a-9d5c-2c7f6a5b4c3d"
IN_THEIR_OWN_WAY = {"image", "attachment", "mention", "embed"}


def known_kinds() -> set[str]:
    """The kinds of nodes that are written as HTML."""
    source = read("documents/richtext/html.py")
    tables = re.findall(r"(?:_PLAIN = |_CELLS = |self\.writers[^=]*= )\{(.*?)\n?\s*\}\n", source, re.DOTALL)
    assert len(tables) == 3
    return {kind for table in tables for kind in re.findall(r'(?:^|[\s{])"(\w+)":', table)}


def test_of_each_kind_of_node_it_is_said_whether_strangers_see_it() -> None:
    assert "tableRow" in known_kinds()
    assert known_kinds() == SHOWN | IN_THEIR_OWN_WAY | EDITS, "no document holds those of comparisons"


def shown(*nodes: Node | Run) -> str:
    return html_of(public_nodes([Node("paragraph", {}, list(nodes))], {FILE}, "/shared/x/pictures/"), anchors=False)


@pytest.mark.parametrize(
    ("address", "is_kept"),
    [
        ("https://iso.org/9001", True),
        ("#h-flow", True),
        ("mailto:pump@example.org", True),
        (f"{settings.BASE_URL}/p/pompe/decisions/", False),
        ("/p/pompe/decisions/", False),
        ("../decisions/", False),
        ("?circle=field", False),
        (r"\\evil.example", False),
        ("//", False),
        ("#thing-D-1", False),
        ("#person-7f", False),
        ("javascript:alert(1)", False),
        ("http://[", False),
    ],
)
def test_a_link_is_kept_where_it_leads_out(address: str, is_kept: bool) -> None:
    assert leads_out(address) == is_kept
    html = shown(Run("here", {"link": {"href": address}}))
    assert "here" in html
    assert ("<a " in html) == is_kept


def test_what_names_things_of_the_project_is_words_alone() -> None:
    mention = Node("mention", {"kind": "thing", "id": "D-1", "label": "D-1", "href": "/p/pompe/decisions/1/"})
    file = Node("attachment", {"file": FILE, "name": "prices.ods", "href": f"/p/pompe/files/{FILE}/prices.ods"})
    html = shown(mention) + html_of(public_nodes([file], set(), "/x/"), anchors=False)
    assert "D-1" in html
    assert "prices.ods" in html
    assert "href" not in html
    assert FILE not in html


def test_a_card_that_looks_something_up_is_left_out_and_what_is_written_in_a_new_node_is_shown() -> None:
    card = Node("embed", {"kind": "thing", "id": "D-1", "label": "D-1 We sell the pump"})
    columns = Node("rows", {}, [Node("paragraph", {}, [Run("Left")]), Node("paragraph", {}, [Run("Right")])])
    html = html_of(public_nodes([card, columns], set(), "/x/"), anchors=False)
    assert html == "<p>Left</p><p>Right</p>"


def test_a_picture_is_shown_where_it_is_a_file_of_the_document() -> None:
    own = Node("image", {"file": FILE, "src": f"/p/pompe/files/{FILE}/picture", "alt": "The pump"})
    other = Node("image", {"file": FILE.replace("0b", "1b"), "src": "/p/pompe/files/1b/picture", "alt": "The price"})
    raw = Node("image", {"src": "/p/pompe/files/1b/picture", "alt": "Raw"})
    html = html_of(public_nodes([own, other, raw], {FILE}, "/shared/x/pictures/"), anchors=False)
    assert f'<img src="/shared/x/pictures/{FILE}/picture" alt="The pump">' in html
    assert html.count("<img") == 1
    assert "/p/pompe" not in html
    assert "The price" in html

"""Addresses that stand in Markdown as they are: read as links, and written so again."""

import pytest

from documents.richtext.markdown_reader import nodes_of
from documents.richtext.markdown_writer import markdown_of
from documents.richtext.nodes import Node, Run
from tests.documents.richtext.test_markdown import plain


def link(words: str, address: str) -> Run:
    return Run(words, {"link": {"href": address}})


@pytest.mark.parametrize(
    ("markdown", "runs"),
    [
        ("See https://ronde.example/a?b=1&c=2.", [Run("See "), link("https://ronde.example/a?b=1&c=2", ""), Run(".")]),
        ("www.ronde.example", [link("www.ronde.example", "https://www.ronde.example")]),
        ("(https://a.example/x_(y))", [Run("("), link("https://a.example/x_(y)", ""), Run(")")]),
        ("[https://a.example/](https://b.example/)", [link("https://a.example/", "https://b.example/")]),
        (r"https\://a.example", [Run("https://a.example")]),
        ("`https://a.example`", [Run("https://a.example", {"code": {}})]),
        ("README.md and volume_modify", [Run("README.md and volume_modify")]),
    ],
)
def test_a_bare_address_is_a_link_and_nothing_else_is(markdown: str, runs: list[Run]) -> None:
    wanted = [link(run.text, run.marks["link"]["href"] or run.text) if "link" in run.marks else run for run in runs]
    nodes = nodes_of(markdown)
    assert plain(nodes) == plain([Node("paragraph", {}, list(wanted))])
    assert plain(nodes_of(markdown_of(nodes))) == plain(nodes)


ADDRESS = "https://example.org/a_b_c?x=1&y=2"


@pytest.mark.parametrize(
    "markdown",
    [
        f"{ADDRESS}\n",
        f"See {ADDRESS}, and ({ADDRESS}).\n",
        f"- {ADDRESS}\n",
        f"| Where |\n| --- |\n| {ADDRESS} |\n",
    ],
)
def test_an_address_with_an_ampersand_leaves_as_it_stands(markdown: str) -> None:
    nodes = nodes_of(markdown)
    assert str(plain(nodes)).count(ADDRESS) == 2 * markdown.count(ADDRESS)  # its words, and where they lead
    assert markdown_of(nodes) == markdown


@pytest.mark.parametrize("path", ["a_", "_a", "a/_b_", "?copy=1&copy;2", "?a=1&#38;b", "a__b", "a&b;"])
def test_an_address_with_signs_of_markdown_comes_back_the_same(path: str) -> None:
    nodes = [Node("paragraph", {}, [link(f"https://example.org/{path}", f"https://example.org/{path}")])]
    assert plain(nodes_of(markdown_of(nodes))) == plain(nodes)


def test_what_needs_no_sign_is_written_as_it_stands() -> None:
    for markdown in ("We call volume_modify once.\n", "See https://ronde.example/a.\n", "(www.ronde.example)\n"):
        assert markdown_of(nodes_of(markdown)) == markdown

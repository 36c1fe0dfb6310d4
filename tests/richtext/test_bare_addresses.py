"""Addresses that stand in Markdown as they are: read as links, and written so again."""

import pytest

from richtext.markdown_reader import nodes_of
from richtext.markdown_writer import markdown_of
from richtext.nodes import Node, Run
from tests.richtext.test_markdown import plain


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


def test_what_needs_no_sign_is_written_as_it_stands() -> None:
    for markdown in ("We call volume_modify once.\n", "See https://ronde.example/a.\n", "(www.ronde.example)\n"):
        assert markdown_of(nodes_of(markdown)) == markdown

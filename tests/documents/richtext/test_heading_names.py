"""Headings have the names by which Markdown of elsewhere links to them."""

from documents.richtext.exchange.heading_names import heading_names
from documents.richtext.markdown_reader import nodes_of


def test_headings_are_named_as_on_github() -> None:
    nodes = nodes_of("# What’s new, **Élan**?\n\n## Flow_rate\n\nWords.\n\n## Flow_rate\n")
    nodes[1].attrs["bid"] = "1f3a"
    names = heading_names(nodes)
    assert list(names.values()) == ["whats-new-élan", "flow_rate", "flow_rate", "flow_rate-1"]
    assert names["b-1f3a"] == "flow_rate"
    assert names["h-flow-rate-2"] == "flow_rate-1"

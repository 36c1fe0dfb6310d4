"""The title of a text, which its first heading may say once more."""

from documents.richtext.nodes import Node


def without_title(nodes: list[Node], title: str) -> list[Node]:
    """Return the nodes without a heading that opens them, says the title and stands above all others: then it is the
    title, and no section of several.
    """
    first = nodes[0] if nodes else None
    if first is None or len(nodes) < 2 or first.kind != "heading" or " ".join(first.text().split()) != title:
        return nodes
    level = first.attrs.get("level") or 1
    others = (node for node in nodes[1:] if node.kind == "heading")
    return nodes[1:] if all((other.attrs.get("level") or 1) > level for other in others) else nodes

"""Tables as Word and OpenDocument files have them: with a head, and columns as wide as people made them."""

from documents.richtext.exchange.html_elements import HtmlElement

TEXT_PIXELS = 640
"""How wide a text is at most on its page, in whose pixels people size columns."""
LEAST_COLUMN = 60


def head_table(table: HtmlElement) -> None:
    """Put a first row of headings into a head, without which the formats have none."""
    for body in table.elements():
        first = next(body.elements(), None) if body.tag == "tbody" else None
        if first is not None and all(cell.tag == "th" for cell in first.elements()):
            body.children.remove(first)
            table.children.insert(table.children.index(body), HtmlElement("thead", {}, [first]))
            break
    for row in (row for body in table.elements() if body.tag == "tbody" for row in body.elements()):
        for line in (line for cell in row.elements() if cell.tag == "th" for line in cell.elements()):
            if line.tag == "p":  # headings of rows are none in the formats
                line.children = [HtmlElement("strong", {}, line.children)]


def size_columns(table: HtmlElement) -> None:
    """Write the widths that people gave columns as shares of the text's width; others share what is left."""
    group = next((inner for inner in table.elements() if inner.tag == "colgroup"), None)
    columns = list(group.elements()) if group else []
    said = [one.attrs.get("width", "") for one in columns]
    given = [int(width) if width.isdecimal() else 0 for width in said]
    if not any(given):
        return
    rest = given.count(0)
    left = max(TEXT_PIXELS - sum(given), LEAST_COLUMN * rest) // rest if rest else 0
    widths = [width or left for width in given]
    whole = max(TEXT_PIXELS, sum(widths))
    for column, width in zip(columns, widths, strict=True):
        column.attrs = {"width": f"{width / whole:.2%}"}

"""Tables come back from Markdown with all that it cannot say of a cell."""

from hypothesis import given, settings
from hypothesis import strategies as st

from documents.richtext.markdown_reader import nodes_of
from documents.richtext.markdown_writer import markdown_of
from documents.richtext.nodes import Node, Run
from tests.documents.richtext.test_markdown import MARKS, WORDS, joined, plain

CELLS = st.builds(
    lambda runs, broken: Node(
        "paragraph", {}, [*joined(runs), Node("hardBreak"), Run("b")] if broken else joined(runs)
    ),
    st.lists(st.builds(Run, WORDS, MARKS), min_size=1, max_size=2),
    st.booleans(),
)


WIDTHS = st.sampled_from([{}, {}, {"colwidth": [120]}])


@st.composite
def tables(draw: st.DrawFn) -> Node:
    """Return a table with cells that go over columns and rows, columns of headings, widths and aligned lines."""
    width, height = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    free = {(row, column) for row in range(height) for column in range(width)}
    rows = [Node("tableRow") for _ in range(height)]
    for row, column in sorted(free):
        if (row, column) not in free:
            continue
        across, down = draw(st.integers(1, width - column)), draw(st.integers(1, height - row))
        place = {(row + below, column + beside) for below in range(down) for beside in range(across)}
        if not place <= free:
            across, down, place = 1, 1, {(row, column)}
        free -= place
        attrs = {name: span for name, span in (("colspan", across), ("rowspan", down)) if span > 1}
        widths = draw(WIDTHS) if not row and across == 1 else {}
        cell = draw(CELLS)
        aligned = draw(st.sampled_from([{}, {"align": "right"}, {"align": "justify"}]))
        kind = draw(st.sampled_from(["tableHeader", "tableCell"]))
        rows[row].children.append(Node(kind, {**attrs, **widths}, [Node("paragraph", aligned, cell.children)]))
    return Node("table", {}, list(rows))


@settings(max_examples=200, deadline=None)
@given(tables())
def test_a_table_reads_back_the_same(table: Node) -> None:
    assert plain(nodes_of(markdown_of([table]))) == plain([table])

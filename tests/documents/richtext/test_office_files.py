"""Word and OpenDocument files keep pictures whole, and say what code is in."""

import base64
import io
import re
import zipfile

import pytest
from PIL import Image

from documents.richtext.exchange.file_reader import read_file
from documents.richtext.exchange.office import FORMATS, read_office, write_office
from documents.richtext.html import html_of
from documents.richtext.markdown_reader import nodes_of
from documents.richtext.markdown_writer import markdown_of
from documents.richtext.nodes import every_node


def a_picture(kind: str, size: tuple[int, int]) -> bytes:
    """Return a picture that does not pack: as large in a file as a photo."""
    out = io.BytesIO()
    Image.effect_noise(size, 90).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("form", FORMATS)
def test_pictures_leave_whole_and_come_back_with_what_is_said_of_them(form: str) -> None:
    photo, drawing = a_picture("JPEG", (1400, 900)), a_picture("PNG", (300, 200))
    shown = [f"data:image/{kind};base64,{base64.b64encode(data).decode()}"
             for kind, data in (("jpeg", photo), ("png", drawing))]  # fmt: skip
    html = (
        f'<figure data-width="50"><img src="{shown[0]}" alt="The &lt;old&gt; pump"><figcaption>In May</figcaption>'
        f'</figure><ul><li><p>see</p><img src="{shown[1]}" alt="Its plan"></li></ul>'
    )
    made = write_office(html, form)
    assert len(made) < len(photo) + len(drawing) + 40_000, "each picture is in it once"
    read = read_file(f"x.{form}", made)
    pictures = [node for node in every_node(read.nodes) if node.kind == "image"]
    assert [one.attrs["alt"] for one in pictures] == ["The <old> pump", "Its plan"]
    assert pictures[0].attrs["caption"] == "In May"
    assert [one.data for one in read.pictures] == [photo, drawing]
    assert [node.kind for node in read.nodes] == ["image", "bulletList"]


@pytest.mark.parametrize("form", FORMATS)
def test_code_keeps_language_tabs_and_blanks_in_office_files(form: str) -> None:
    text = (
        "```go\nfunc x() {\n\treturn  1\n    }\n```\n\n```\n  plain\n\n\n\tend\n```\n\n"
        "- a\n\n  ```c++\n  \tint a;\n  ```\n- b\n"
    )
    made = write_office(html_of(nodes_of(text), anchors=False), form)
    assert markdown_of(read_office(made, form).nodes) == text


def test_lines_of_code_of_another_program_are_one_block() -> None:
    made = write_office("<p>Said:</p><p>CODE-1</p><p>CODE-2</p><p>End</p>", "odt")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as given, zipfile.ZipFile(out, "w") as written:
        for name in given.namelist():
            content = given.read(name)
            if name == "content.xml":
                style = b'<style:style style:name="P9" style:parent-style-name="Preformatted_20_Text" />'
                content = content.replace(b"</office:automatic-styles>", style + b"</office:automatic-styles>")
                content = re.sub(rb'"[^"]*">CODE-', b'"P9"><text:s text:c="3"/>CODE-', content)
            written.writestr(name, content)
    assert markdown_of(read_office(out.getvalue(), "odt").nodes) == "Said:\n\n```\n   CODE-1\n   CODE-2\n```\n\nEnd\n"


@pytest.mark.parametrize("form", ["docx", "odt"])
def test_columns_are_as_wide_as_people_made_them(form: str) -> None:
    first = "| <!-- width=128 -->Part | <!-- width=384 -->What it is for | Price |"
    table = f"{first}\n| --- | --- | --- |\n| Ring | Seals | 4 € |\n"
    with zipfile.ZipFile(io.BytesIO(write_office(html_of(nodes_of(table)), form))) as made:
        text = made.read("word/document.xml" if form == "docx" else "content.xml").decode()
    pattern = r'<w:gridCol w:w="(\d+)"' if form == "docx" else r'rel-column-width="(\d+)\*"'
    grid = [int(width) for width in re.findall(pattern, text)]
    whole = sum(grid)
    assert [round(width / whole, 2) for width in grid] == [0.2, 0.6, 0.2]


COLUMNS = """| Part | Price |
| --- | --- |
| Seal | 12 |

<div class="columns">

<div class="column">

Left

| Ring | 3 |
| --- | --- |

</div>

<div class="column">

Right

</div>

</div>

| Bolt | 7 |
| --- | --- |
"""
SHEET = {"docx": ("word/document.xml", '<w:pgSz w:w="11906" w:h="16838"/>'), "odt": ("styles.xml", "21cm")}


TABLES_IN_COLUMNS = """<div class="columns">
<div class="column">

- item

  | a | b |
  | --- | --- |
  | 1 | 2 |

  more
- next

| c | d |
| --- | --- |
| 5 | 6 |

</div>
<div class="column">

| x |
| --- |
| 3 |

End

</div>
</div>
"""


@pytest.mark.parametrize("form", FORMATS)
def test_tables_in_columns_come_back_where_they_stood(form: str) -> None:
    made = write_office(html_of(nodes_of(TABLES_IN_COLUMNS), anchors=False), form)
    assert markdown_of(read_office(made, form).nodes) == TABLES_IN_COLUMNS


@pytest.mark.parametrize("form", FORMATS)
def test_a_table_in_a_cell_of_another_program_keeps_its_words(form: str) -> None:
    inner = "<table><tr><td><p>inner</p></td></tr></table>"
    made = write_office(f"<table><tr><td><p>one</p>{inner * 2}</td><td>{inner}</td></tr></table><p>End</p>", form)
    words = [node.text() for node in every_node(read_office(made, form).nodes) if node.kind == "paragraph"]
    assert words == ["one", "inner", "inner", "inner", "End"]


@pytest.mark.parametrize("form", FORMATS)
def test_pages_are_a4_and_tables_have_lines_but_columns_none(form: str) -> None:
    made = write_office(html_of(nodes_of(COLUMNS), anchors=False), form)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        name, sheet = SHEET[form]
        assert sheet in archive.read(name).decode()
        text = archive.read({"docx": "word/document.xml", "odt": "content.xml"}[form]).decode()
        if form == "docx":
            assert '<w:tblBorders><w:top w:val="single"' in archive.read("word/styles.xml").decode()
            (_before, beside) = text.split('<w:tblBorders><w:top w:val="none"')
            assert re.sub("<[^>]*>", " ", beside.partition(">")[2]).split()[0] == "Left"
            return
        cells = re.findall(r'table:style-name="(\w+Cell)"[^>]*>\s*<text:p [^>]*>([A-Z]\w+)<', text)
        assert [word for cell, word in cells if cell == "ColumnCell"] == ["Left", "Right"]
        assert {word for cell, word in cells if cell != "ColumnCell"} == {"Part", "Price", "Seal", "Ring", "Bolt"}
        lines = re.findall(r'name="(\w+Cell)"[^>]*>\s*<style:table-cell-properties fo:border="([^" ]*)', text)
        assert dict(lines) == {"TableHeaderRowCell": "0.5pt", "TableRowCell": "0.5pt", "ColumnCell": "none"}

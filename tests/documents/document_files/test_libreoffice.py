"""LibreOffice opens what leaves, and puts all of it on paper: `RONDE_PAPER=DIR` keeps the pages to be looked at."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest

from circles.projects.models import Project
from documents.document_files.picture_files import attach_file
from documents.documents.models import Document
from documents.documents.workflows.comments import Anchor, begin_thread
from documents.documents.workflows.suggestions import suggest_text
from documents.richtext.markdown_reader import nodes_of
from documents.richtext.nodes import Node, write_tree
from foundation.accounts.models import User
from tests.documents.document_files.test_linked_files import a_picture
from tests.factories import a_circle, a_person, a_project
from tests.support.entry_points import at_browser

SOFFICE = shutil.which("soffice")
AS_PDF = 'pdf:writer_pdf_Export:{"ExportNotesInMargin":{"type":"boolean","value":"true"}}'
KEPT = os.environ.get("RONDE_PAPER", "")
pytestmark = [
    pytest.mark.deep,
    pytest.mark.django_db,
    pytest.mark.one_database,
]

TEXT = """[TOC]

## Set up

The pump turns slowly and **well**, H<sub>2</sub>O stays <mark data-colour="green">dry</mark>, \
<span style="color:red">never wet</span>.[^1] Ask [@G](#circle-general), see [the norm](https://example.org/norm).

<div align="center">

A centred line.

</div>

- Ring
  1. of rubber
  2. of steel
- [ ] Measure
- [x] Report

> It holds.

> [!WARNING]
> Mind the sand.
>
> - cut the switch

<details><summary>How to turn</summary>

Turn it left.

</details>

## Results

| Part | Price |
| --- | ---: |
| Seal | 12 |
| two rows | 3 |
| <!-- ^ --> | 4 |
| over both | <!-- < --> |

```rust
let torque = 1;
```

$$\\frac{1}{2} = E$$

The loss is $x^2$ of it.

<div class="columns">

<div class="column">

Left side

</div>

<div class="column">

Right side

</div>

</div>

---

```mermaid
graph LR; intake-->outlet
```

Café d’été, 水泵.

[^1]: Measured in March.
"""
WORDS = """Pump notes|Set up|The pump turns|slowly|fast|well|H|stays|dry|never wet|@General|the norm|A centred line
Ring|of rubber|of steel|Measure|Report|It holds.|Mind the sand.|cut the switch|How to turn|Turn it left.|Results|Part
Price|Seal|12|two rows|3|4|over both|let torque = 1;|The loss is|of it.|Left side|Right side|intake|outlet|Café d’été
水泵|Measured in March.|The bench|Added by Bo.|Why centred?"""


@pytest.fixture
def project(ada: User) -> Project:
    return a_project(ada)


@pytest.fixture
def document(ada: User, project: Project) -> Document:
    """A text of every kind of block, with a suggestion and a comment."""
    bo = a_person("Bo Nguyen")
    a_circle(ada, bo, inside=project.circles.general(), name="Hydraulics")
    document = Document.create(project.circles.general(), "Pump notes", by=ada)
    plan = attach_file(document, "plan.png", a_picture(3), by=ada)
    image = Node("image", {"file": str(plan.pk), "alt": "Plan", "width": 50, "caption": "The bench"})
    document.log.append(write_tree([*nodes_of(TEXT), image]), by=ada)
    theirs = TEXT.replace("slowly", "fast").replace("It holds.", "It holds.\n\nAdded by Bo.")
    suggest_text(document, [*nodes_of(theirs), image], by=bo)
    begin_thread(document, Anchor(quote="centred line", before="A "), "Why centred?", by=bo)
    return document


def on_paper(file: Path, profile: Path) -> str:
    """Let LibreOffice open a file and print it with its comments; return what can be read then, without blanks."""
    assert SOFFICE, "LibreOffice (soffice) is needed: script/test installs it (Debian: libreoffice-writer)"
    command = [SOFFICE, "--headless", f"-env:UserInstallation={profile.as_uri()}", "--convert-to", AS_PDF]
    said = subprocess.run([*command, "--outdir", file.parent, file], capture_output=True, text=True, timeout=120)
    printed = file.with_suffix(".pdf")
    assert printed.is_file(), said.stdout + said.stderr
    if KEPT:
        shutil.copy(printed, Path(KEPT) / f"{file.suffix[1:]}.pdf")
    with pypdfium2.PdfDocument(printed) as opened:
        return "".join("".join(page.get_textpage().get_text_range() for page in opened).split())


@pytest.mark.parametrize("form", ["docx", "odt", "html"])
def test_libreoffice_prints_all_of_it(ada: User, document: Document, tmp_path: Path, form: str) -> None:
    left = at_browser(ada).get(f"{document.get_absolute_url()}as.{form}?comments=1").content
    file = tmp_path / f"pump.{form}"
    file.write_bytes(left)
    if KEPT:
        shutil.copy(file, KEPT)
    text = on_paper(file, tmp_path / "profile")
    assert [words for words in re.split(r"[|\n]", WORDS) if words.replace(" ", "") not in text] == [], text

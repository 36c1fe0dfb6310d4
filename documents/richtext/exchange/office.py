"""Reads and writes Word and OpenDocument files, by way of HTML and pandoc."""

from pathlib import Path

from documents.richtext.exchange import open_looks, pandoc, word_looks
from documents.richtext.exchange.bundles import rewritten
from documents.richtext.exchange.html_elements import tree_of
from documents.richtext.exchange.html_reader import HtmlDocument, read_elements
from documents.richtext.exchange.office_file import OfficeFile
from documents.richtext.exchange.office_html import for_pandoc, from_pandoc
from documents.richtext.exchange.office_looks import SIGNS
from documents.richtext.exchange.office_pictures import StandIns
from documents.richtext.exchange.open_remarks import Remarks
from documents.richtext.exchange.opendocument import Signed
from documents.richtext.exchange.word_blanks import with_signs, without_signs

LOOKS = {"docx": word_looks, "odt": open_looks}
FORMATS = tuple(LOOKS)
"""A format that pandoc reads and writes has its looks here: how colours and lines are said in it."""
TEMPLATE = Path(__file__).with_name("office_template.html")
"""What pandoc writes when it reads: a title, a subtitle, authors stand apart from the text in these files."""
ARROW, AS_TEXT = "\u21a9", "\ufe0e"
"""Behind each arrow back (footnotes have one) pandoc writes the sign that it is a letter and no picture."""
_READ_AS = {"docx": "docx+styles", "odt": "odt"}


def read_office(data: bytes, form: str) -> HtmlDocument:
    """Read a file, with the comments and tracked changes in it.

    :raises Refused: without pandoc, and for what it cannot read.
    """
    data = rewritten(data, {LOOKS[form].FILE: LOOKS[form].with_signs})
    signed = Signed(data) if form == "odt" else None
    options = ("--track-changes=all", f"--template={TEMPLATE}")
    given = signed.data if signed else with_signs(data)
    html = pandoc.convert(given, _READ_AS[form], "html", *options).decode()
    root = tree_of(without_signs(html).replace(ARROW + AS_TEXT, ARROW))
    if signed:
        signed.read(root)
    from_pandoc(root)
    titles = [child for child in root.elements() if child.tag == "h1" and "title" in child.classes][:1]
    root.children = [child for child in root.children if child not in titles]
    read = read_elements(root)
    read.title = " ".join(titles[0].text().split()) if titles else ""
    return read


def write_office(html: str, form: str, *, title: str = "", language: str = "en") -> bytes:
    """Return HTML of ours as a file under a title; pictures are in it as data.

    :raises Refused: without pandoc, and for what is too large.
    """
    about = [f"--metadata=lang:{language}", *([f"--metadata=title:{title}"] if title else [])]
    pictures = StandIns(html)
    root = tree_of(pictures.html)
    pictures.size(root)
    remarks = Remarks(root) if form == "odt" else None
    file = OfficeFile(form, pictures, remarks)
    file.note(root)
    page = for_pandoc(root, form)
    made = pandoc.convert(page.encode(), "html", form, "--preserve-tabs", *about)
    if SIGNS.search(page):
        made = rewritten(made, {LOOKS[form].FILE: LOOKS[form].with_looks})
    return file.completed(made)

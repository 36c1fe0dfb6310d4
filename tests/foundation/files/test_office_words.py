"""What stands in Word, Excel, PowerPoint and OpenDocument files is found, and a file that is a trap does no harm."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from across.search.contexts.hits import results
from circles.circles.models import Circle
from foundation.accounts.models import User
from foundation.files.models import StoredFile
from foundation.files.tasks import read_words_of_files
from tests.factories import a_file, an_action

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

W, S, P = (f'xmlns:x="http://schemas.openxmlformats.org/{one}/2006/main"' for one in ("w", "s", "p"))
PARTS = {
    "docx": ("word/document.xml", f"<x:d {W}><x:p><x:r><x:t>mont</x:t></x:r><x:r><x:t>golfier</x:t></x:r></x:p></x:d>"),
    "xlsx": ("xl/sharedStrings.xml", f"<x:t {S}><x:si><x:t>montgolfier</x:t></x:si><x:si><x:t>2</x:t></x:si></x:t>"),
    "pptx": ("ppt/slides/slide1.xml", f"<x:sld {P}><x:p><x:r><x:t>montgolfier</x:t></x:r></x:p></x:sld>"),
    "odt": ("content.xml", "<x:text xmlns:x='o'><x:p>mont<x:span>golfier</x:span></x:p></x:text>"),
    "ods": ("content.xml", "<x:sheet xmlns:x='o'><x:table-cell><x:p>montgolfier</x:p></x:table-cell></x:sheet>"),
    "odp": ("content.xml", "<x:page xmlns:x='o'><x:p>montgolfier</x:p></x:page>"),
}  # fmt: skip


def packed(**parts: str) -> bytes:
    data = BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return data.getvalue()


def found(circle: Circle, user: User, typed: str) -> list[str]:
    return [hit.title for hit in results(circle.project, user, typed).hits if hit.kind == "attachment"]


def test_the_words_of_office_files_are_found_once_the_task_has_read_them(circle: Circle, ada: User) -> None:
    action = an_action(circle, by=ada)
    for ending, (name, text) in PARTS.items():
        a_file("action", action.pk, by=ada, name=f"flight.{ending}", content=packed(**{name: text}))
    assert found(circle, ada, "montgolfier") == []
    assert read_words_of_files() == len(PARTS)
    assert sorted(found(circle, ada, "montgolfier")) == sorted(f"flight.{ending}" for ending in PARTS)
    assert read_words_of_files() == 0, "each is read once"


def test_a_trap_has_no_words_and_is_read_once(circle: Circle, ada: User) -> None:
    action = an_action(circle, by=ada)
    bomb = f"<x:document {W}><x:t>{'balloon ' * 1_000_000}</x:t></x:document>"
    entity = '<!DOCTYPE d [<!ENTITY a "balloon">]><d><t>&a;</t></d>'
    traps = {
        "bomb.docx": packed(**{"word/document.xml": bomb}),
        "entity.docx": packed(**{"word/document.xml": entity}),
        "cut.docx": packed(**{"word/document.xml": "<t>balloon</t>"})[:-30],
        "torn.xlsx": packed(**{"xl/sharedStrings.xml": "<sst><si><t>balloon"}),
    }
    for name, content in traps.items():
        a_file("action", action.pk, by=ada, name=name, content=content)
    assert read_words_of_files() == len(traps)
    assert found(circle, ada, "balloon") == ["torn.xlsx"], "what stands before the tear is read"
    assert not StoredFile.objects.filter(words_read_at=None).exists()

"""Documents that lead to each other leave as files that do, and come in again as they were, with all their pictures."""

import io
import zipfile
from pathlib import PurePosixPath

import pytest
from django.conf import settings
from PIL import Image

from circles.projects.models import Project
from documents.document_files.document_copy import DocumentCopy
from documents.document_files.models import DocumentImport
from documents.document_files.picture_files import attach_file
from documents.document_files.tasks import make_export, read_files
from documents.document_files.workflows.file_imports import IMPORTS, throttle_drop
from documents.documents.models import Document
from documents.richtext.exchange.export_formats import ExportFormat
from documents.richtext.exchange.file_reader import ENDINGS, read_file
from documents.richtext.markdown_reader import nodes_of, update_of
from documents.richtext.markdown_writer import markdown_of
from documents.richtext.nodes import Node, Run, every_node, write_tree
from foundation.accounts.models import User
from foundation.files.models import Attachment
from foundation.files.workflows.uploading import BEGUN
from foundation.web.caches import page_cache
from foundation.web.throttling import Throttled
from tests.documents.document_files.sending_files import send, zipped
from tests.factories import a_circle, a_person, a_project
from tests.support.entry_points import at_browser

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
NUMBER = 40


@pytest.fixture
def project(ada: User) -> Project:
    return a_project(ada)


def a_picture(number: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (30, 20), (number * 5, 100, 200)).save(out, "PNG")
    return out.getvalue()


def linked_files() -> dict[str, bytes]:
    """Return files in folders, each with links to the next and the first, and with a picture of its own."""
    paths = [f"{'deep/' * (number % 3)}Page {number}.md" for number in range(NUMBER)]
    files = {}
    for number, path in enumerate(paths):
        up = "../" * (path.count("/"))
        following = up + paths[(number + 1) % NUMBER].replace(" ", "%20")
        text = f"# Page {number}\n\nOn to [the next]({following}#the-end), back to [the first](<{up}{paths[0]}>).\n\n"
        files[path] = f"{text}![Plan {number}]({up}pictures/plan-{number}.png)\n\n## The end\n\nDone.\n".encode()
        files[f"pictures/plan-{number}.png"] = a_picture(number)
    return files


def bring(ada: User, project: Project, content: bytes) -> list[Document]:
    known = list(Document.objects.in_project(project).values_list("pk", flat=True))
    send(ada, project, ("all.zip", content))
    row = DocumentImport.objects.latest("asked_at")
    read_files(str(row.pk))
    row.refresh_from_db()
    assert (row.problems, [one["lost_pictures"] for one in row.outcome["documents"]]) == ([], [0] * NUMBER)
    return list(Document.objects.in_project(project).exclude(pk__in=known).order_by("title"))


def take(ada: User, project: Project, documents: list[Document], form: str) -> bytes:
    asked = {"format": form, "document": [one.number for one in documents]}
    place = at_browser(ada).post(f"/p/{project.slug}/documents/exports/", asked)["Location"]
    make_export(place.strip("/").rpartition("/")[2])
    return b"".join(at_browser(ada).get(f"{place}file/"))


def check(documents: list[Document]) -> None:
    """See each link lead where it did, and each picture be the one it was."""
    assert len(documents) == NUMBER
    places = {one.title: one.get_absolute_url() for one in documents}
    for document in documents:
        number = int(document.title.removeprefix("Page "))
        nodes = document.nodes()
        links = [
            str(run.marks["link"]["href"]) for node in every_node(nodes) for run in node.children
            if isinstance(run, Run) and "link" in run.marks
        ]  # fmt: skip
        assert links == [f"{places[f'Page {(number + 1) % NUMBER}']}#the-end", places["Page 0"]]
        (image,) = [node for node in every_node(nodes) if node.kind == "image"]
        file = Attachment.objects.get(pk=image.attrs["file"])
        assert (image.attrs["alt"], file.on_id) == (f"Plan {number}", str(document.pk))
        with file.stored.file.open("rb") as kept, Image.open(kept) as shown:
            assert shown.convert("RGB").getpixel((1, 1)) == (number * 5, 100, 200)


def test_forty_linked_files_come_in_and_come_back_with_every_link_and_picture(ada: User, project: Project) -> None:
    first = bring(ada, project, zipped(linked_files()))
    check(first)
    left = take(ada, project, first, "md")
    with zipfile.ZipFile(io.BytesIO(left)) as archive:
        names = archive.namelist()
        assert sorted(PurePosixPath(name).suffix for name in names) == [".md"] * NUMBER + [".png"] * NUMBER
        text = archive.read(next(name for name in names if name.endswith("-page-7.md"))).decode()
    assert "](DOC-" in text, "links lead to the files beside"
    assert "-page-8.md#the-end)" in text
    assert "/p/" not in text
    check(bring(ada, project, left))


def unpacked(content: bytes) -> bytes:
    """Return all that stands in a ZIP file, also in the ZIP files in it; else the bytes themselves."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"".join(unpacked(archive.read(name)) for name in archive.namelist())


LINKED = [form for form in ExportFormat if form is not ExportFormat.PDF]  # whose bytes say nothing: it is set from HTML


@pytest.mark.parametrize("form", LINKED)
def test_links_lead_here_or_to_the_file_beside_and_come_back(ada: User, project: Project, form: ExportFormat) -> None:
    second = Document.create(project.circles.general(), "Second", by=ada, content=update_of("End."))
    text = f"See [it]({second.get_absolute_url()}), [far](https://example.org/a), [all](/p/{project.slug}/people)."
    first = Document.create(project.circles.general(), "First", by=ada, content=update_of(text))
    left = take(ada, project, [first, second], form)
    here, inside = f"{settings.BASE_URL}/p/{project.slug}".encode(), f"/p/{project.slug}".encode()
    assert unpacked(left).count(here) == unpacked(left).count(inside), "links lead nowhere from elsewhere"
    assert (f"{second.reference}-second.{form}".encode() in unpacked(left)) == form.facts.follows_paths
    if not form.facts.follows_paths or form not in ENDINGS:
        return  # nothing leads to a file beside, or none comes back
    send(ada, project, ("all.zip", left))
    row = DocumentImport.objects.latest("asked_at")
    read_files(str(row.pk))
    one, other = (
        Document.objects.in_project(project)
        .exclude(pk__in=[first.pk, second.pk])
        .order_by("title")
        .filter(title__in=["First", "Second"])
    )
    assert (one.title, other.title) == ("First", "Second")
    told = f"See [it]({other.get_absolute_url()}), [far](https://example.org/a), [all](/p/{project.slug}/people).\n"
    assert markdown_of(one.nodes()) == told


def test_mentions_leave_as_words_and_address_and_come_back(ada: User, project: Project) -> None:
    bo = a_person("Bo Nguyen")
    a_circle(ada, bo, inside=project.circles.general(), name="Hydraulics")
    other = Document.create(project.circles.general(), "Panels", by=ada, content=update_of("Flat."))
    text = f"Ask [@Bo](#person-{bo.pk}) of [@G](#circle-general), see [D](#thing-{other.reference}).\n"
    document = Document.create(project.circles.general(), "Pump", by=ada, content=update_of(text))
    left = at_browser(ada).get(f"{document.get_absolute_url()}as.md").content.decode()
    assert f"[@Bo Nguyen]({settings.BASE_URL}/p/{project.slug}/people/?q=Bo+Nguyen#person-{bo.pk})" in left
    assert f"[{other.reference}]({settings.BASE_URL}{other.get_absolute_url()}#thing-{other.reference})" in left
    send(ada, project, ("pump.md", left.encode()))
    assert Document.objects.get(source="pump.md").nodes() == document.nodes()
    stranger = a_project(ada, name="Elsewhere")
    send(ada, stranger, ("pump.md", left.encode()))
    elsewhere = Document.objects.in_project(stranger).get(source="pump.md")
    assert [node.kind for node in every_node(elsewhere.nodes()) if node.kind == "mention"] == []
    assert elsewhere.nodes()[0].text() == f"Ask @Bo Nguyen of @General, see {other.reference}."


def test_one_document_leaves_with_its_files_beside_it(ada: User, project: Project) -> None:
    document = Document.create(project.circles.general(), "Pump", by=ada)
    plan = attach_file(document, "The plan.png", a_picture(3), by=ada)
    sheet = attach_file(document, "sheet.csv", b"a,b\n1,2\n", by=ada)
    image = Node("image", {"file": str(plan.pk), "alt": "Plan", "width": 50, "caption": "In May"})
    card = Node("attachment", {"file": str(sheet.pk), "name": "sheet.csv"})
    document.log.append(write_tree([*nodes_of("See:"), image, card]), by=ada)
    answer = at_browser(ada).get(f"{document.get_absolute_url()}as.md")
    assert answer["Content-Disposition"] == 'attachment; filename="pump.zip"'
    left = b"".join(answer)
    with zipfile.ZipFile(io.BytesIO(left)) as archive:
        assert sorted(archive.namelist()) == ["pump.md", "pump/The plan.png", "pump/sheet.csv"]
        assert '![Plan](pump/The%20plan.png){width=50% caption="In May"}' in archive.read("pump.md").decode()
    send(ada, project, ("pump.zip", left))
    read_files(str(DocumentImport.objects.latest("asked_at").pk))
    back = Document.objects.get(source="pump.md")
    files = {one.name: one for one in Attachment.objects.attached_to("document", back.pk)}
    kinds = [(node.kind, node.attrs.get("file")) for node in back.nodes()[1:]]
    assert kinds == [("image", str(files["The plan.png"].pk)), ("attachment", str(files["sheet.csv"].pk))]
    assert (back.nodes()[1].attrs["width"], back.nodes()[1].attrs["caption"]) == (50, "In May")
    page = DocumentCopy(document, ada).html()
    assert "data:image/png;base64," in page


def test_pictures_that_did_not_come_along_stand_in_the_report(ada: User, project: Project) -> None:
    text = "Before.\n\n![The plan](img/plan.png)\n\n![](<img/no name.jpg>)\n\n![far](https://example.org/a.png)\n"
    answer = send(ada, project, ("notes.md", text.encode()))
    row = DocumentImport.objects.get()
    assert answer["Location"] == row.get_absolute_url()
    assert [one["lost_pictures"] for one in row.outcome["documents"]] == [0]
    page = at_browser(ada).get(row.get_absolute_url()).text
    assert "could not be kept" not in page
    assert "img/plan.png" in page
    assert "img/no name.jpg" in page
    nodes = Document.objects.get(source="notes.md").nodes()
    assert [node.kind for node in nodes] == ["paragraph", "paragraph", "paragraph", "image"]
    assert [node.text() for node in nodes[:3]] == ["Before.", "The plan", "img/no name.jpg"]


def test_a_title_is_not_said_twice(ada: User, project: Project) -> None:
    read = read_file("x.md", b"# The pump\n\nIt turns.\n\n## Flow\n\nWell.\n")
    assert (read.title, read.nodes[0].kind) == ("The pump", "paragraph")
    several = b"# Summary\n\nIt turns.\n\n# Details\n\nWell.\n"
    assert read_file("x.md", several).nodes == nodes_of(several.decode())
    document = Document.create(
        project.circles.general(), "The pump", by=ada, content=update_of("# The pump\n\nIt turns.\n")
    )
    copy = DocumentCopy(document, ada, is_titled=True)
    assert copy.html().count("The pump</h1>") == 1
    for form in ("docx", "odt"):
        read = read_file(f"x.{form}", copy.office(form))
        assert (read.title, [node.text() for node in read.nodes]) == ("The pump", ["It turns."])


def test_the_files_of_one_drop_count_once(ada: User) -> None:
    for _file in range(IMPORTS + 20):
        throttle_drop(ada)
    for _drop in range(IMPORTS - 1):
        page_cache.delete(f"first:document-imports:{ada.pk}")  # as when a minute is over
        throttle_drop(ada)
    page_cache.delete(f"first:document-imports:{ada.pk}")
    with pytest.raises(Throttled, match="minutes"):
        throttle_drop(ada)


def test_pictures_that_come_with_documents_do_not_count_as_uploads(ada: User, project: Project) -> None:
    page_cache.set(f"pace:uploads:{ada.pk}", BEGUN, 600)
    content = zipped({"a.md": b"![dot](dot.png)", "dot.png": a_picture(1)})
    send(ada, project, ("all.zip", content))
    row = DocumentImport.objects.get()
    read_files(str(row.pk))
    row.refresh_from_db()
    assert row.outcome["documents"][0]["lost_pictures"] == 0

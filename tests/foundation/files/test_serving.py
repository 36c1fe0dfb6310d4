"""Files as they leave: inert, in parts, and only to who may see what they are attached to, each time."""

from typing import Any

import pytest

from circles.circles.models import Circle
from documents.documents.models import Document
from foundation.accounts.models import User
from foundation.files.file_names import safe_name
from foundation.files.models import Attachment
from tests.foundation.files.sending import Sender, a_document, a_picture, body_of
from tests.support.entry_points import at_browser

pytestmark = pytest.mark.django_db
WORDS = b"0123456789" * 10
HTML = b"<!doctype html><script>alert(document.cookie)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
POLYGLOTS = {
    "page.html": HTML,
    "drawing.svg": SVG,
    "picture.jpg": HTML,
    "picture.png": SVG,
    "gifar.gif": b"GIF89a" + HTML,
    "script.js": b"alert(1)",
    "paper.pdf": b"%PDF-1.7\n" + HTML,
    "words.xml": b"<?xml version='1.0'?><?xml-stylesheet href='x.xsl'?><x/>",
}


@pytest.fixture
def document(circle: Circle, ada: User) -> Document:
    return a_document(circle, by=ada)


def headers_of(answer: Any) -> dict[str, str]:
    wanted = ("Content-Type", "X-Content-Type-Options", "Content-Security-Policy", "Cache-Control")
    return {name: answer.headers.get(name, "") for name in wanted}


@pytest.mark.parametrize("name", POLYGLOTS)
def test_what_a_browser_could_run_is_saved_and_never_shown(document: Document, ada: User, name: str) -> None:
    file = Sender(ada).send("document", document.pk, POLYGLOTS[name], name)
    answer = at_browser(ada).get(file["url"])
    assert body_of(answer) == POLYGLOTS[name]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] in {
        "application/octet-stream",
        "application/pdf",
        "text/plain; charset=utf-8",
    }
    assert headers_of(answer) | {"Content-Type": ""} == {
        "Content-Type": "",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, no-cache",
    }


@pytest.mark.both_databases
def test_a_picture_is_shown_in_sizes_without_what_stood_behind_it(document: Document, ada: User) -> None:
    file = Sender(ada).send("document", document.pk, a_picture(size=(1500, 1000)) + HTML, "pump.png")
    assert (file["kind"], file["name"], file["width"], file["sizes"]) == ("image", "pump.jpg", 1500, [320, 640, 1280])
    whole = at_browser(ada).get(file["url"])
    assert (whole.headers["Content-Type"], b"script" in body_of(whole)) == ("image/jpeg", False)
    assert whole.headers["Content-Disposition"].startswith("inline")
    small = at_browser(ada).get(f"{file['url']}?size=500")
    assert (small.headers["Content-Type"], body_of(small)[8:12]) == ("image/webp", b"WEBP")
    assert len(body_of(at_browser(ada).get(f"{file['url']}?size=500"))) < file["size"]


@pytest.mark.parametrize(
    ("asked", "status", "said", "body"),
    [
        ("bytes=0-3", 206, "bytes 0-3/100", b"0123"),
        ("bytes=95-", 206, "bytes 95-99/100", b"56789"),
        ("bytes=-3", 206, "bytes 97-99/100", b"789"),
        ("bytes=98-500", 206, "bytes 98-99/100", b"89"),
        ("bytes=100-", 416, "bytes */100", b""),
        ("bytes=-0", 416, "bytes */100", b""),
        ("bytes=5-2", 200, None, WORDS),
        ("bytes=0-1,5-6", 200, None, WORDS),
        ("lines=0-1", 200, None, WORDS),
        ("bytes=-", 200, None, WORDS),
    ],
)
def test_a_part_of_a_file_can_be_fetched(
    document: Document, ada: User, asked: str, status: int, said: str | None, body: bytes
) -> None:
    file = Sender(ada).send("document", document.pk, WORDS)
    answer = at_browser(ada).get(file["url"], headers={"Range": asked})
    assert (answer.status_code, answer.headers.get("Content-Range"), body_of(answer)) == (status, said, body)


def test_a_file_that_did_not_change_is_not_sent_again_but_rights_are_asked_again(
    document: Document, ada: User, bo: User, circle: Circle
) -> None:
    file, page = Sender(ada).send("document", document.pk, WORDS), at_browser(bo)
    etag = page.get(file["url"]).headers["ETag"]
    again = page.get(file["url"], headers={"If-None-Match": etag})
    assert (again.status_code, again.headers["ETag"]) == (304, etag)
    old = page.get(file["url"], headers={"Range": "bytes=0-3", "If-Range": '"another"'})
    assert old.status_code == 200
    circle.memberships.get(user=bo).end(by=bo)
    assert page.get(file["url"], headers={"If-None-Match": etag}).status_code == 404


def test_nobody_else_finds_a_file_nor_through_another_project(document: Document, ada: User, eve: User) -> None:
    from tests.factories import a_project

    file, other = Sender(ada).send("document", document.pk, WORDS), a_project(eve)
    through = file["url"].replace(f"/p/{document.project.slug}/", f"/p/{other.slug}/")
    assert [at_browser(eve).get(one).status_code for one in (file["url"], through)] == [404, 404]
    assert Sender(eve).get(f"/api/v1/files/{file['id']}/content").status_code == 404
    assert Sender(eve).get(f"/api/v1/files?kind=document&id={document.pk}").status_code == 404
    assert [one["id"] for one in Sender(ada).get(f"/api/v1/files?kind=document&id={document.pk}").json()] == [
        file["id"]
    ]


def test_a_forged_row_that_names_anothers_bytes_shows_nothing(document: Document, ada: User, eve: User) -> None:
    from tests.factories import a_circle

    Sender(ada).send("document", document.pk, WORDS)
    forged = Attachment.objects.get()
    own = a_document(a_circle(eve), by=eve)
    forged.pk, forged.project, forged.on_id = None, own.project_id, str(own.pk)
    forged.save(force_insert=True)
    assert at_browser(eve).get(forged.address(own.project.slug)).status_code == 404


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ada\\pump.pdf", "pump.pdf"),
        ("..", "file"),
        ("", "file"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("a\x00b\r\nSet-Cookie: x.txt", "abSet-Cookie- x.txt"),
        ("con.txt", "_con.txt"),
        ('"><script>.txt', "script-.txt"),
        ("é" * 300 + ".pdf", "é" * 146 + ".pdf"),
        ("  .bashrc  ", "bashrc"),
        ("Reçu n° 4 — 12 €.pdf", "Reçu n° 4 — 12 €.pdf"),
    ],
)
def test_a_name_leads_nowhere_and_deceives_nobody(sent: str, kept: str) -> None:
    found = safe_name(sent)
    assert found.lstrip("-") == kept.lstrip("-")
    assert ("/" in found, len(found) <= 150) == (False, True)

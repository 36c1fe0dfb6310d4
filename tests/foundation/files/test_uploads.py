"""Sending a file in pieces: through cuts, repeats and other people's tries."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage

from circles.circles.models import Circle
from circles.projects.models import Project
from circles.projects.workflows.project_settings import change_settings
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.audit.models import Entry
from foundation.files.models import Attachment, StoredFile, Upload, UploadPart
from foundation.files.tasks import clear_files
from foundation.web.exceptions import Refused
from tests.factories import a_circle, a_person, a_project
from tests.foundation.files.sending import API, Sender, a_document, body_of
from tests.support.entry_points import at_browser

pytestmark = pytest.mark.django_db
WORDS = b"The seal leaks 0.4 ml an hour.\n" * 40


@pytest.mark.both_databases
def test_a_file_sent_in_pieces_is_what_was_sent_and_stands_in_the_record(circle: Circle, ada: User) -> None:
    document, sender = a_document(circle, by=ada), Sender(ada)
    upload = sender.begin("document", document.pk, len(WORDS)).json()
    first = sender.piece(upload["id"], WORDS[:500])
    assert (first.json()["offset"], first.json()["file"]) == (500, None)
    file = sender.piece(upload["id"], WORDS[500:], 500).json()["file"]
    assert (file["name"], file["kind"], file["type"], file["by"]) == ("pump.txt", "file", "text/plain", ada.name)
    assert body_of(at_browser(ada).get(file["url"])) == WORDS
    entry = Entry.objects.of_project(circle.project_id).last()
    assert entry is not None
    assert (entry.event, entry.reference, entry.facts) == ("file.attached", "DOC-2", {"file": "pump.txt"})
    assert not UploadPart.objects.exists()


def test_after_a_cut_the_sender_learns_where_to_go_on_and_a_piece_sent_twice_stands_once(
    circle: Circle, ada: User
) -> None:
    sender = Sender(ada)
    upload = sender.begin("document", a_document(circle, by=ada).pk, len(WORDS)).json()["id"]
    sender.piece(upload, WORDS[:700])
    assert sender.client.head(f"{API}/uploads/{upload}").headers["Upload-Offset"] == "700"
    again = sender.piece(upload, WORDS[:700])
    assert (again.status_code, again.json()["code"], again.headers["Upload-Offset"]) == (409, "wrong_offset", "700")
    assert sender.piece(upload, WORDS[900:], 900).status_code == 409
    assert sender.piece(upload, WORDS[700:], 700).json()["file"]["size"] == len(WORDS)


def test_who_lost_the_last_answer_gets_the_same_file(circle: Circle, ada: User) -> None:
    sender = Sender(ada)
    upload = sender.begin("document", a_document(circle, by=ada).pk, len(WORDS)).json()["id"]
    file = sender.piece(upload, WORDS).json()["file"]
    assert sender.piece(upload, b"", len(WORDS)).json()["file"] == file
    assert sender.get(f"{API}/uploads/{upload}").json()["file"] == file
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize("offset", ["", "-1", "x", "1e3", "99999999999999999999"])
def test_an_offset_that_is_no_number_is_refused(circle: Circle, ada: User, offset: str) -> None:
    sender = Sender(ada)
    upload = sender.begin("document", a_document(circle, by=ada).pk, 9).json()["id"]
    answer = sender.client.patch(f"{API}/uploads/{upload}", b"x", "x/x", headers={"Upload-Offset": offset})
    assert answer.status_code == 422
    assert sender.piece(upload, WORDS[:9]).status_code == 200


def test_more_than_was_announced_is_refused(circle: Circle, ada: User) -> None:
    sender = Sender(ada)
    upload = sender.begin("document", a_document(circle, by=ada).pk, 10).json()["id"]
    assert sender.piece(upload, b"x" * 11).status_code == 409
    assert not UploadPart.objects.exists()


def test_nobody_goes_on_with_anothers_upload(circle: Circle, ada: User, bo: User) -> None:
    upload = Sender(ada).begin("document", a_document(circle, by=ada).pk, 9).json()["id"]
    bos = Sender(bo)
    assert [bos.piece(upload, b"x").status_code, bos.get(f"{API}/uploads/{upload}").status_code] == [404, 404]


def test_outsiders_add_nothing_and_a_closed_document_takes_no_file(circle: Circle, ada: User, eve: User) -> None:
    document = a_document(circle, by=ada)
    assert Sender(eve).begin("document", document.pk, 9).status_code == 404
    document.close()
    assert Sender(ada).begin("document", document.pk, 9).status_code == 403


@pytest.mark.parametrize(("kind", "key"), [("document", "x"), ("nothing", "1"), ("document", "0" * 32)])
def test_what_is_not_there_takes_no_file(circle: Circle, ada: User, kind: str, key: str) -> None:
    assert Sender(ada).begin(kind, key, 9).status_code == 404


def test_a_file_cancelled_is_gone(circle: Circle, ada: User) -> None:
    sender = Sender(ada)
    upload = sender.begin("document", a_document(circle, by=ada).pk, len(WORDS)).json()["id"]
    sender.piece(upload, WORDS[:700])
    (part,) = UploadPart.objects.all()
    assert sender.client.delete(f"{API}/uploads/{upload}").status_code == 204
    assert (Upload.objects.exists(), default_storage.exists(str(part.file.name))) == (False, False)


def test_an_abandoned_upload_is_cleared_away_with_its_pieces(circle: Circle, ada: User) -> None:
    sender = Sender(ada)
    upload = sender.begin("document", a_document(circle, by=ada).pk, len(WORDS)).json()["id"]
    sender.piece(upload, WORDS[:700])
    (part,) = UploadPart.objects.all()
    clear_files()
    assert Upload.objects.exists()
    row = Upload.objects.get()
    row.heard_at = clock.now() - timedelta(days=3)
    row.save()
    clear_files()
    assert (Upload.objects.exists(), default_storage.exists(str(part.file.name))) == (False, False)


def test_what_is_sent_twice_is_kept_once_and_goes_when_nothing_hangs_on_it(circle: Circle, ada: User, bo: User) -> None:
    document = a_document(circle, by=ada)
    one = Sender(ada).send("document", document.pk, WORDS)
    Sender(bo).send("document", document.pk, WORDS, name="again.txt")
    (stored,) = StoredFile.objects.all()
    assert default_storage.listdir(f"files/{circle.project_id.hex}/{stored.sha256[:2]}")[1] == [stored.sha256]
    assert Sender(ada).client.delete(f"{API}/files/{one['id']}").status_code == 204
    assert Sender(ada).get(f"{API}/files/{one['id']}").status_code == 404
    long_ago = clock.now() - timedelta(days=20)
    for row in Attachment.objects.all():
        row.removed_at = long_ago
        row.save()
    stored.kept_at = long_ago
    stored.save()
    clear_files()
    assert (StoredFile.objects.exists(), default_storage.exists(str(stored.file.name))) == (False, False)


def test_a_removed_file_can_be_brought_back(circle: Circle, ada: User, bo: User) -> None:
    file = Sender(ada).send("document", a_document(circle, by=ada).pk, WORDS)
    page = at_browser(bo)
    slug = circle.project.slug
    assert page.post(f"/p/{slug}/files/{file['id']}/removal/").status_code == 302
    assert page.get(file["url"]).status_code == 404
    assert page.post(f"/p/{slug}/files/{file['id']}/restoration/").status_code == 302
    assert body_of(page.get(file["url"])) == WORDS
    events = list(Entry.objects.of_project(circle.project_id).values_list("event", flat=True))
    assert events[-3:] == ["file.attached", "file.removed", "file.restored"]


MIB = 1024 * 1024


def refusal(answer: Any) -> str:
    assert answer.status_code == 409
    sentence: str = answer.json()["detail"]
    return sentence


def test_a_project_holds_no_more_than_its_space_and_what_is_on_its_way_counts(circle: Circle, ada: User) -> None:
    project = circle.project
    project.file_space_mb = 1
    project.save()
    document, sender = a_document(circle, by=ada), Sender(ada)
    sender.send("document", document.pk, b"x" * 400_000)
    promised = sender.begin("document", document.pk, 600_000).json()["id"]
    assert "There is no room for it" in refusal(sender.begin("document", document.pk, 100_000))
    sender.client.delete(f"{API}/uploads/{promised}")
    assert sender.begin("document", document.pk, 100_000).status_code == 201


def test_nobody_fills_the_disk_by_many_projects_or_unfinished_files(circle: Circle, ada: User, settings: Any) -> None:
    settings.PERSON_DAILY_BYTES = 3 * MIB
    sender, other = Sender(ada), a_circle(ada)
    documents = [a_document(one, by=ada) for one in (circle, other)]
    for document in documents:
        assert sender.begin("document", document.pk, MIB).status_code == 201
    assert "very much today" in refusal(sender.begin("document", documents[0].pk, 2 * MIB))
    for _ in range(38):
        sender.begin("document", documents[0].pk, 1)
    assert "sending many files" in refusal(sender.begin("document", documents[0].pk, 1))


def test_a_file_is_neither_empty_nor_larger_than_the_server_takes(circle: Circle, ada: User, settings: Any) -> None:
    settings.MAX_FILE_BYTES = 10
    document = a_document(circle, by=ada)
    assert "too large" in refusal(Sender(ada).begin("document", document.pk, 11))
    assert Sender(ada).begin("document", document.pk, 0).status_code == 422


def test_the_pilot_sets_less_space_than_the_server_gives_and_an_administrator_more(settings: Any, ada: User) -> None:
    settings.PROJECT_FILE_BYTES = 100 * MIB
    project = a_project(ada)
    change_settings(project, by=ada, file_space_mb=50)
    assert Project.objects.get().file_space == 50 * MIB
    with pytest.raises(Refused, match="at most"):
        change_settings(project, by=ada, file_space_mb=101)
    change_settings(project, by=a_person("Root", is_superuser=True), file_space_mb=101)
    assert Project.objects.get().file_space == 101 * MIB

"""Take a copy away from the pages and by the API; bring one in from its page."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from across.takeaway.models import ProjectImport, Takeaway
from across.takeaway.tasks import bring_in, clear_copies, make_copy
from circles.circles.models import Circle
from circles.projects.models import Project
from circles.projects.models.prepared_file import KEPT
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.files.models import Attachment, Upload
from foundation.inbox.models import Notice, OutgoingEmail
from tests.factories import a_person, a_project
from tests.foundation.files.sending import Sender, body_of
from tests.support.entry_points import at_browser, by_token

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture(autouse=True)
def _tasks_run_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    tasks: dict[str, Any] = {"takeaway.tasks.make_copy": make_copy, "takeaway.tasks.bring_in": bring_in}

    def send_task(name: str, arguments: list[str]) -> None:
        tasks[name](*arguments)

    monkeypatch.setattr("foundation.web.task_queue.current_app.send_task", send_task)


@pytest.fixture(autouse=True)
def _files_in_a_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


def content(response: Any) -> list[str]:
    with ZipFile(BytesIO(b"".join(response.streaming_content))) as archive:
        return archive.namelist()


def test_a_pilot_takes_everything_away_by_one_click(ada: User) -> None:
    project = a_project(ada, name="Pump")
    browser = at_browser(ada)
    page = browser.get(f"/p/{project.slug}/takeaways/").content.decode()
    assert "Make a copy of everything" in page
    shown = browser.post(f"/p/{project.slug}/takeaways/", {"everything": "1"}, follow=True).content.decode()
    assert "It is ready" in shown
    copy = Takeaway.objects.get()
    response = browser.get(f"{copy.get_absolute_url()}file/")
    assert {"README.md", "manifest.json", "data/circles_circle.jsonl"} <= set(content(response))
    assert response.headers["Content-Disposition"].startswith('attachment; filename="pump-20')


@pytest.mark.one_database
def test_it_is_found_again_in_the_inbox_and_stands_in_the_record(ada: User) -> None:
    project = a_project(ada)
    browser = at_browser(ada)
    browser.post(f"/p/{project.slug}/takeaways/", {"everything": "1"})
    notice = Notice.objects.get(user=ada, event="copy.prepared")
    assert notice.address == Takeaway.objects.get().get_absolute_url()
    assert Entry.objects.get(event="project.taken_away").facts == {"whole": True, "within": ""}
    record = browser.get(f"/p/{project.slug}/record/").content.decode()
    assert "downloaded a copy of the whole project" in record


@pytest.mark.one_database
def test_a_member_takes_what_they_may_read(circle: Circle, bo: User) -> None:
    browser, address = at_browser(bo), f"/p/{circle.project.slug}/takeaways/"
    assert "Make a copy of everything" not in browser.get(address).content.decode()
    assert browser.post(address, {"everything": "1"}).status_code == 403
    browser.post(address)
    copy = Takeaway.objects.get()
    names = content(browser.get(f"{copy.get_absolute_url()}file/"))
    assert "record/verify_record.py" in names
    assert not any(name.startswith("data/") for name in names)


@pytest.mark.one_database
def test_a_circle_is_taken_away_from_its_menu(circle: Circle, bo: User) -> None:
    browser, address = at_browser(bo), f"/p/{circle.project.slug}/takeaways/"
    menu = browser.get(circle.get_absolute_url()).content.decode()
    assert f'href="{address}?circle={circle.key}"' in menu
    shown = browser.post(address, {"circle": circle.key, "everything": ""}, follow=True).content.decode()
    assert f"Copy of {circle.name}" in shown
    assert Takeaway.objects.get().circle == circle


@pytest.mark.one_database
def test_only_who_asked_may_have_it_while_they_are_in(circle: Circle, ada: User, bo: User) -> None:
    at_browser(bo).post(f"/p/{circle.project.slug}/takeaways/")
    address = f"{Takeaway.objects.get().get_absolute_url()}file/"
    assert at_browser(ada).get(address).status_code == 404
    circle.memberships.get(user=bo).end(by=bo)
    assert at_browser(bo).get(address).status_code == 404


@pytest.mark.one_database
def test_who_pilots_no_more_has_the_whole_copy_no_more(ada: User, bo: User) -> None:
    project = a_project(ada)
    at_browser(ada).post(f"/p/{project.slug}/takeaways/", {"everything": "1"})
    address = f"{Takeaway.objects.get().get_absolute_url()}file/"
    project.circles.general().admit(bo, by=ada, roles=["pilot"])
    project.circles.general().memberships.get(user=ada).leave_role("pilot", by=ada)
    assert at_browser(ada).get(address).status_code == 403


@pytest.mark.one_database
def test_who_left_meanwhile_gets_no_copy(circle: Circle, bo: User) -> None:
    copy = Takeaway.request(circle.project, circle=None, is_whole=False, language="en", by=bo)
    circle.memberships.get(user=bo).end(by=bo)
    make_copy(str(copy.pk))
    copy.refresh_from_db()
    assert copy.failed_at
    assert not copy.file


def test_one_copy_is_made_at_a_time(circle: Circle, bo: User) -> None:
    Takeaway.request(circle.project, circle=None, is_whole=False, language="en", by=bo)
    given = at_browser(bo).post(f"/p/{circle.project.slug}/takeaways/")
    assert given.status_code == 409
    assert "already being prepared" in given.content.decode()


@pytest.mark.one_database
def test_a_copy_that_cannot_be_made_says_so(circle: Circle, bo: User, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = Takeaway.request(circle.project, circle=None, is_whole=False, language="en", by=bo)

    def broken(*_arguments: Any, **_options: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("across.takeaway.tasks.write_copy", broken)
    with pytest.raises(OSError, match="No space left"):
        make_copy(str(copy.pk))
    page = at_browser(bo).get(copy.get_absolute_url()).content.decode()
    assert "It could not be created." in page
    assert Notice.objects.filter(user=bo, event="copy.failed").exists()


def test_a_copy_is_gone_after_a_week(circle: Circle, bo: User) -> None:
    at_browser(bo).post(f"/p/{circle.project.slug}/takeaways/")
    copy = Takeaway.objects.get()
    path = Path(copy.file.path)
    assert clear_copies() == 0
    copy.asked_at -= KEPT + timedelta(minutes=1)
    copy.save()
    assert clear_copies() == 1
    assert not path.exists()
    assert not Takeaway.objects.exists()


@pytest.mark.one_database
def test_a_program_takes_a_copy(circle: Circle, bo: User) -> None:
    program, root = Client(headers=by_token(bo)), f"/api/v1/projects/{circle.project.slug}/takeaways"
    begun = program.post(root, {"circle": circle.key}, "application/json")
    assert begun.status_code == 201
    found = program.get(f"{root}/{begun.json()['id']}").json()
    assert (found["circle"], found["everything"]) == (circle.key, False)
    assert found["done"] == found["number"] > 0
    assert "README.md" in content(program.get(found["file"]))
    assert program.post(root, {"everything": True}, "application/json").status_code == 403
    assert program.post(root, {"circle": "nowhere"}, "application/json").status_code == 404


# Import -----------------------------------------------------------------------------------------------------------


def test_an_administrator_brings_a_project_in(small_copy: Path) -> None:
    browser = at_browser(a_person("Root", is_superuser=True))
    assert "/projects/import/" in browser.get("/projects/").content.decode()
    sent = SimpleUploadedFile("pompe.zip", small_copy.read_bytes(), "application/zip")
    shown = browser.post("/projects/import/", {"file": sent, "with_emails": "on"}, follow=True).content.decode()
    assert "Pompe is here, and all" in shown
    assert Project.objects.get().name == "Pompe"
    assert not ProjectImport.objects.get().file
    assert OutgoingEmail.objects.filter(subject__contains="has moved to another server").count() == 4


@pytest.mark.one_database
def test_a_large_copy_comes_in_pieces_with_its_files(small_copy: Path) -> None:
    root = a_person("Root", is_superuser=True)
    sender, data = Sender(root), small_copy.read_bytes()
    upload = sender.begin("import", "new", len(data), "pompe.zip").json()["id"]
    early = at_browser(root).post("/projects/import/", {"upload": upload})
    assert (early.status_code, "This file is not here yet" in early.content.decode()) == (422, True)
    sender.piece(upload, data[:5000])
    assert sender.piece(upload, data[5000:], 5000).json()["done"] is True
    shown = at_browser(root).post("/projects/import/", {"upload": upload}, follow=True).content.decode()
    assert "Pompe is here, and all" in shown
    assert not Upload.objects.filter(on_kind="import").exists()
    file = Attachment.objects.attached().first()
    assert file is not None
    assert file.by is not None
    assert body_of(at_browser(file.by).get(file.address("pompe"))) == b"0.4 ml an hour"


@pytest.mark.one_database
def test_only_an_administrator_sends_a_copy(ada: User) -> None:
    assert Sender(ada).begin("import", "new", 9, "pompe.zip").status_code == 404


@pytest.mark.one_database
def test_a_damaged_copy_says_why_nothing_came_in(small_copy: Path) -> None:
    browser = at_browser(a_person("Root", is_superuser=True))
    sent = SimpleUploadedFile("pompe.zip", small_copy.read_bytes()[:-9], "application/zip")
    shown = browser.post("/projects/import/", {"file": sent}, follow=True).content.decode()
    assert "Nothing was imported." in shown
    assert "This file is damaged" in shown
    assert not Project.objects.exists()


@pytest.mark.one_database
def test_only_administrators_bring_projects_in(ada: User) -> None:
    browser = at_browser(ada)
    assert "/projects/import/" not in browser.get("/projects/").content.decode()
    assert browser.get("/projects/import/").status_code == 403
    assert browser.post("/projects/import/").status_code == 403


@pytest.mark.one_database
def test_something_else_than_a_zip_is_not_taken(ada: User) -> None:
    browser = at_browser(a_person("Root", is_superuser=True))
    sent = SimpleUploadedFile("holiday.png", b"PNG")
    assert browser.post("/projects/import/", {"file": sent}).status_code == 422

"""A Word file becomes a document by the page, and leaves again from the list with others, on a phone as on a desk."""

import re
import zipfile
from pathlib import Path

from playwright.sync_api import expect

from circles.circles.workflows.project_setup import create_project
from documents.richtext.exchange.office import write_office
from foundation.accounts.models import User
from tests.e2e.conftest import EMBEDDED_ONLY
from tests.support.browsers import SignIn
from tests.support.deployments import Deployment

NARROW = {"width": 360, "height": 780}


def make_project(email: str) -> str:
    project = create_project("Pump", by=User.objects.get(email=email))
    return project.get_absolute_url()


@EMBEDDED_ONLY
def test_a_word_file_comes_in_and_leaves_with_others(sign_in: SignIn, deployment: Deployment, tmp_path: Path) -> None:
    ada = sign_in("ada")
    home = deployment.call(make_project, ada.email)
    word, notes = tmp_path / "seal.docx", tmp_path / "notes.md"
    word.write_bytes(write_office("<p>It <b>holds</b>.</p>", "docx", title="The seal"))
    notes.write_text("# Notes\n\nDry.")

    page = ada.goto(f"{home}documents/import").page
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    page.get_by_label("Files", exact=True).set_input_files([word, notes])
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("2 documents came in.")).to_be_visible(timeout=20_000)
    page.get_by_role("link", name="The seal").click()
    expect(page.locator(".ProseMirror")).to_contain_text("It holds.")

    ada.goto(f"{home}documents/")
    more = page.get_by_role("button", name="More: The seal")
    more.press("Enter")
    expect(page.get_by_role("menuitem", name="Rename")).to_be_focused()
    page.keyboard.press("ArrowUp")
    put_away = page.get_by_role("menuitem", name="Archive", exact=True)
    expect(put_away).to_be_focused()
    page.keyboard.press("Escape")
    expect(more).to_be_focused()
    more.press("ArrowUp")
    expect(put_away).to_be_focused()
    put_away.scroll_into_view_if_needed()
    expect(put_away).to_be_in_viewport(ratio=1)
    put_away.click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_label("Choose The seal")).to_be_attached()

    field = page.get_by_role("searchbox", name="Filter documents")
    field.press_sequentially("seal")
    expect(page.get_by_label("Choose Notes")).not_to_be_attached()
    expect(page.get_by_role("status").filter(has_text="1 document")).to_be_visible()
    expect(page).to_have_url(re.compile("words=seal"))
    expect(field).to_be_focused()
    field.fill("")
    expect(page.get_by_label("Choose Notes")).to_be_attached()

    page.locator(".documents__choosing").click()
    for title in ("The seal", "Notes"):
        page.get_by_label(f"Choose {title}").check()
    page.get_by_role("button", name="Export selected").click()
    page.get_by_label("Word (.docx)").check()
    page.get_by_role("button", name="Export", exact=True).click()
    link = page.get_by_role("link", name="Download")
    expect(link).to_be_visible(timeout=20_000)
    with page.expect_download() as download:
        link.click()
    with zipfile.ZipFile(download.value.path()) as archive:
        assert sorted(archive.namelist()) == ["DOC-2-notes.docx", "DOC-3-the-seal.docx"]

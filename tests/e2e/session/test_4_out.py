"""A working session, last part: tags, folders and favourites, a guest with a public link, and out in every format."""

import io
import re
import zipfile
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest
from django.utils import timezone
from playwright.sync_api import expect

from circles.projects.models import Project
from circles.projects.workflows.project_settings import change_settings
from documents.richtext.exchange.file_reader import read_file
from documents.richtext.plain_text import text_of
from foundation.accounts.models import User
from tests.e2e import page_checks
from tests.e2e.conftest import EMBEDDED_ONLY
from tests.e2e.session.writers import begin_session
from tests.foundation.files.sending import a_picture
from tests.support.browsers import OpenBrowser, SignIn
from tests.support.deployments import Deployment

pytestmark = [pytest.mark.deep, EMBEDDED_ONLY]
PASSWORD = "a seal of rubber"
EVERYTHING = """# Wear test

The **seal** stayed *dry* at ~~40~~ 60 °C, see [the norm](https://example.org/norm).[^1]

- Ring
- [ ] Measure

> [!WARNING]
> Mind the sand.

<details><summary>How</summary>

Turn it.

</details>

| Part | Price |
| --- | --- |
| Seal | 12 |

```python
print(1)
```

$$E = mc^2$$

> It holds.

[^1]: In March.
"""
WORDS = ["Wear test", "stayed", "see the norm", "Ring", "Measure", "Mind the sand", "How", "Turn it", "Part", "Price"]
WORDS += ["Seal", "12", "print(1)", "It holds", "In March", "As it stands"]


def allow_public_links(email: str) -> None:
    """Let the project of a person have public links."""
    ada = User.objects.get(email=email)
    change_settings(Project.objects.get(created_by=ada), by=ada, public_links=True)


def test_order_and_a_guest(deployment: Deployment, sign_in: SignIn, open_browser: OpenBrowser) -> None:
    session = begin_session(deployment, sign_in, "Data sheet")
    ada, bo = session.both
    deployment.call(allow_public_links, ada.person.email)
    ada.type("The seal stays dry.")
    ada.is_saved()
    page = ada.page

    # A favourite with a tag, in a folder.
    ada.page.get_by_role("button", name="More").last.click()
    page.get_by_role("button", name="Add to favourites").click()
    ada.person.goto(f"{session.address}tags/")
    page.get_by_label("Tags").fill("bench")
    page.get_by_role("button", name=re.compile("^(Save|Set)")).first.click()
    ada.person.goto(f"{session.project}documents/folders/")
    page.get_by_label("Name").fill("Reports")
    page.get_by_role("button", name="Create folder").click()
    ada.person.goto(f"{session.address}place/")
    page.get_by_label("Folder or page").press_sequentially("Repo", delay=12)
    page.get_by_role("option", name="Reports").click()
    page.get_by_role("button", name="Move", exact=True).click()
    ada.person.goto(f"{session.project}documents/")
    expect(page.get_by_role("heading", name="Favourites")).to_be_visible()
    page.get_by_role("link", name="Reports").first.click()
    expect(page.get_by_role("link", name="Data sheet").first).to_be_visible()

    ada.open(session.address)
    expect(page.get_by_role("region", name="Tags")).to_contain_text("bench")

    # A guest who has the link and its password reads, and nothing else; until the link is ended.
    ada.person.goto(f"{session.address}public-link/")
    page.get_by_label("Until").fill((timezone.localdate() + timedelta(days=20)).isoformat())
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make the link").click()
    address = page.get_by_label("Link", exact=True).input_value()
    guest = open_browser("guest", deployment.url, viewport={"width": 360, "height": 780}, locale="fr-FR")
    page_checks.prepare(guest.page)
    guest.page.goto(address)
    guest.page.locator("input[type=password]").fill("wrong words")
    guest.expect_error("40[03]")
    guest.page.get_by_role("button", name="Ouvrir").click()
    guest.page.locator("input[type=password]").fill(PASSWORD)
    guest.page.get_by_role("button", name="Ouvrir").click()
    expect(guest.page.locator(".prose")).to_contain_text("The seal stays dry.")
    bo.paragraph("Even in sand.")
    bo.is_saved()
    guest.page.reload()
    expect(guest.page.locator(".prose")).to_contain_text("Even in sand.")
    assert page_checks.axe_violations(guest.page) + page_checks.overflow(guest.page) == []
    page.get_by_role("button", name="End the link now").click()
    guest.expect_error("404|410")
    guest.page.reload()
    expect(guest.page.locator("body")).not_to_contain_text("The seal stays dry.")
    session.ada.open(session.address)
    session.ends_chapter()


def test_out_in_every_format(deployment: Deployment, sign_in: SignIn) -> None:
    session = begin_session(deployment, sign_in, "Everything")
    ada, bo = session.both
    ada.paste(plain=EVERYTHING)
    expect(bo.text.locator("table td")).to_have_text(["Seal", "12"])
    ada.text.press("Control+End")
    ada.press("Enter")
    ada.paste_picture(a_picture("PNG"))
    ada.type("As it stands.")
    expect(bo.text.locator("figure img")).to_have_js_property("complete", True)
    session.same()
    ada.is_saved()

    def taken(form: str) -> bytes:
        """Take the document away from its menu."""
        if not ada.page.locator("#document-menu").is_visible():
            ada.page.get_by_role("button", name="More").last.click()
        with ada.page.expect_download(timeout=60_000) as download:
            ada.page.get_by_role("link", name=f"Download as .{form}", exact=True).click()
        return Path(download.value.path()).read_bytes()

    forms = ada.page.locator("#document-menu a[download]").all_inner_texts()
    offered = {match.group(1) for each in forms if (match := re.search(r"\.(\w+)$", each.strip()))}
    assert {"md", "docx", "odt", "html", "pdf"} <= offered
    found: dict[str, str] = {}
    for form in ("docx", "odt"):
        found[form] = text_of(read_file(f"out.{form}", taken(form)).nodes)
    markdown = taken("md")
    if zipfile.is_zipfile(io.BytesIO(markdown)):
        archive = zipfile.ZipFile(io.BytesIO(markdown))
        assert any(name.endswith(".png") for name in archive.namelist())
        markdown = archive.read(next(name for name in archive.namelist() if name.endswith(".md")))
    found["md"] = re.sub(r"[*~\[]|\]\([^)]*\)", "", markdown.decode())
    found["html"] = re.sub(r"<[^>]+>", "", taken("html").decode())
    found["pdf"] = "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(taken("pdf")))
    missing = [(form, words) for form, text in found.items() for words in WORDS if words not in text]
    assert missing == []
    session.ends_chapter()

"""Take the screenshots of docs/pictures from a server of its own with the sample project."""

import os
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from machine import ROOT, announce, find_or_install, free_port
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

PICTURES = ROOT / "docs" / "pictures"
VIEWPORT: ViewportSize = {"width": 1440, "height": 900}
LARGEST_BYTES = 200_000
STARTS_WITHIN_S = 120
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
# Letters without coloured edges look right on any screen.
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-lcd-text"]


def main(language: str) -> None:
    """Take all screenshots in this language, `en` or `fr`."""
    sys.path.append(str(ROOT))
    from foundation.web.languages import language_of

    chromium = find_or_install(CHROMIUM, package="chromium", purpose="to take pictures")
    pngquant = find_or_install(("pngquant",), package="pngquant", purpose="to keep the pictures small")
    (PICTURES / "newcomer").mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="ronde-pictures-") as folder,
        sample_server(Path(folder), language) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        photographer = Photographer(browser, address, language_of(language).tag)
        photographer.take_readme_pictures()
        photographer.take_newcomer_pictures()
        browser.close()
    for picture in sorted(PICTURES.rglob("*.png")):
        subprocess.run([pngquant, "--force", "--speed", "1", "--strip", "--output", picture, picture], check=True)
        if picture.stat().st_size > LARGEST_BYTES:
            sys.exit(f"ronde: {picture.name} is {picture.stat().st_size:,} bytes, more than {LARGEST_BYTES:,}")


@contextmanager
def sample_server(folder: Path, language: str) -> Iterator[str]:
    """Serve the sample project from this folder; yields the address."""
    address = f"http://127.0.0.1:{(port := free_port())}"
    environment = os.environ | {"RONDE_DATA_DIR": str(folder), "RONDE_BASE_URL": address}
    for command in (["migrate", "--verbosity", "0"], ["sample", "--language", language, "--verbosity", "0"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)
    server = subprocess.Popen(
        [sys.executable, "-m", "config.embedded", "--port", str(port)],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    overdue = threading.Timer(STARTS_WITHIN_S, server.kill)
    overdue.start()
    try:
        # It prints its address once it serves, and not before.
        if not (server.stdout and server.stdout.readline()):
            sys.exit("ronde: the server did not start")
        overdue.cancel()
        yield address
    finally:
        overdue.cancel()
        server.terminate()
        server.wait()


class Photographer:
    """Takes the screenshots as sample accounts, signed in with the one click that an embedded server offers."""

    def __init__(self, browser: Browser, address: str, locale: str) -> None:
        self.browser, self.address, self.locale = browser, address, locale

    def take_readme_pictures(self) -> None:
        bo, ada, fay = (self.sign_in_as(name) for name in ("bo", "ada", "fay"))
        home = re.sub(r"(/p/[^/]+/).*", r"\1", bo.url)
        self.open_and_take("today", bo, home)
        self.open_and_take("map", bo, f"{home}map/", ready=".map__name")
        self.open_and_take("proposal", ada, f"{home}proposals/24/")
        self.open_and_take("document", bo, f"{home}documents/1/", ready=".ProseMirror h2")
        sync = self.hold_general_sync(fay, home)
        for guest in (ada, bo):
            guest.goto(sync)
            # Until they are counted among the participants.
            guest.locator("form[action$='/presences/']").wait_for(state="detached")
        self.open_and_take("sync", fay, sync, ready=".sync__item--now")

    def take_newcomer_pictures(self) -> None:
        """Follow docs/newcomer.md from the sign-in page to the record."""
        thea = self.open_browser()
        self.open_and_take("newcomer/01-sign-in", thea, f"{self.address}/account/login/", ready=".sample-accounts")
        self.sign_in(thea, "thea")
        home = re.sub(r"(/p/[^/]+/).*", r"\1", thea.url)
        self.take("newcomer/02-tour", thea, ready=".tour__target")
        self.skip_tour(thea)
        thea.goto(home)
        line = thea.locator("#today .line", has=thea.locator(".positions:not(:has([aria-pressed='true']))")).first
        said = thea.locator(f"#{line.get_attribute('id')}.line--answered")
        line.locator("button[value='no_objection']").click()
        said.wait_for()
        self.take("newcomer/03-position", thea)
        self.open_and_take("newcomer/04-map", thea, f"{home}map/", ready=".map__name")
        thea.goto(f"{home}tour/circle/")
        thea.locator("[popovertarget='help-circle']").click()
        self.take("newcomer/05-circle", thea, ready="#help-circle")
        self.open_and_take("newcomer/06-proposal", thea, f"{home}tour/proposal/")
        thea.goto(f"{home}decisions/")
        thea.locator(".register tbody a").first.click()
        self.take("newcomer/07-decision", thea, ready=".minutes__signed")
        self.write_together(thea, self.sign_in_as("bo"), f"{home}documents/1/")
        self.hold_sync(thea, home)  # its picture is sync.png, with more people in it
        thea.goto(f"{home}record/")
        thea.locator("a[href$='/verification/'], a[hx-target='#verdict']").first.click()
        self.take("newcomer/09-record", thea, ready="#verdict > *")

    def write_together(self, page: Page, other: Page, document: str) -> None:
        """Put two cursors in the same part of a document, and take the picture."""
        for each in (page, other):
            each.goto(document)
            each.locator(".ProseMirror[contenteditable='true'] p").nth(1).click()
            each.keyboard.press("End")
        other.keyboard.press("ArrowUp")
        page.locator(".cursor__name").first.wait_for()
        self.take("newcomer/08-document", page)

    def open_browser(self) -> Page:
        return self.browser.new_context(viewport=VIEWPORT, locale=self.locale, reduced_motion="reduce").new_page()

    def sign_in(self, page: Page, name: str) -> None:
        page.locator(f"button[value='{name}@heliopompe.example']").click()
        page.wait_for_url(re.compile(r"/p/"))

    def skip_tour(self, page: Page) -> None:
        page.locator("#tour").wait_for()
        page.keyboard.press("Escape")
        page.locator("#tour").wait_for(state="detached")

    def sign_in_as(self, name: str) -> Page:
        """Sign in, and skip the tour if there is one."""
        page = self.open_browser()
        page.goto(f"{self.address}/account/login/")
        self.sign_in(page, name)
        if page.locator("#tour").count():
            self.skip_tour(page)
        return page

    def hold_sync(self, page: Page, home: str, circle: str = "") -> None:
        """Hold a sync of a circle, else of the one that the form offers."""
        page.goto(f"{home}sync/new/?circle={circle}")
        page.locator("form[data-circle] button[type='submit']").click()
        page.wait_for_url(re.compile(r"/sync/\d+/$"))

    def hold_general_sync(self, page: Page, home: str) -> str:
        """Hold the general circle's sync and turn it to its first proposal; return its address."""
        self.hold_sync(page, home, "general")
        page.locator(".sync__turn", has_text=re.compile(r"P-\d+")).first.click()
        page.locator(".sync__item--now", has_text=re.compile(r"P-\d+")).wait_for()
        return page.url

    def open_and_take(self, name: str, page: Page, address: str, ready: str = "h1") -> None:
        """Take a picture of an address once `ready` is there."""
        page.goto(address)
        self.take(name, page, ready)

    def take(self, name: str, page: Page, ready: str = "h1") -> None:
        """Take a picture of the page as it is, once `ready` and the fonts are there."""
        page.locator(ready).first.wait_for()
        page.evaluate("document.fonts.ready")
        page.screenshot(path=PICTURES / f"{name}.png")
        announce(f"docs/pictures/{name}.png")


if __name__ == "__main__":
    main(sys.argv[1])

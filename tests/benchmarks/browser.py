"""A browser of a benchmark, signed in; and what its page's main thread is busy with."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.benchmarks.server import served


@contextmanager
def signed_in_page(folder: Path, email: str, password: str) -> Iterator[tuple[Page, str]]:
    """Serve the database of a folder, and sign a person in; yield the page and the address of the server."""
    with served(folder) as (host, _pid), sync_playwright() as playwright:
        chromium = os.environ.get("RONDE_TEST_CHROMIUM", shutil.which("chromium"))
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        page.goto(f"http://{host}/account/login/")
        page.fill("[name=login], [name=email]", email)
        page.fill("[name=password]", password)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "login" not in url)
        yield page, f"http://{host}"
        browser.close()


@contextmanager
def traced_tasks(page: Page) -> Iterator[list[float]]:
    """Watch the page; at the end the list holds milliseconds of processor of each task of its main thread. Time on the
    clock would hold what else the machine did meanwhile.
    """
    browser = page.context.browser
    if browser is None:
        raise RuntimeError("this page has no browser that could be traced")
    tasks: list[float] = []
    browser.start_tracing(page=page, categories=["toplevel", "devtools.timeline"])
    yield tasks
    events = json.loads(browser.stop_tracing())["traceEvents"]
    laid_out = [(event["pid"], event["tid"]) for event in events if event["name"] == "Layerize"]
    main = max(set(laid_out), key=laid_out.count)
    found = [one for one in events if (one["pid"], one["tid"]) == main and one["name"].endswith("::RunTask")]
    tasks += [one["tdur"] / 1000 for one in found if "tdur" in one]

"""People at browsers, each with a context of their own; any error in a console or page fails the test.

ada = sign_in("ada")       a person of this name with an account, signed in at the first node (by a cookie)
ada.goto("/p/pump/")       ada.page is Playwright's page
ada.expect_error("409")    an error that belongs to the test
"""

import os
import re
import secrets
from collections.abc import Callable, Generator, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, expect, sync_playwright

from tests.support.databases import ROOT
from tests.support.deployments import PASSWORD, Deployment

RESULTS = ROOT / "test-results"
# Quiet: no service of the browser's maker is called, and nothing leaves the loopback.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 20_000
"""What is awaited may take so long where others keep the machine busy; how soon it should come, a test says itself."""
expect.set_options(timeout=PATIENCE_MS)
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
type OpenBrowser = Callable[..., "Person"]
type SignIn = Callable[..., "Person"]


class Person:
    """A person at a browser of their own."""

    def __init__(self, name: str, page: Page, url: str) -> None:
        self.name, self.page, self.url = name, page, url
        self.email = f"{name}@example.org"
        self.errors: list[str] = []
        self.expected: list[str] = []
        page.on("console", self._check_console)
        page.on("pageerror", lambda error: self.errors.append(f"error in the page: {error}"))
        page.on("response", self._check_response)

    def goto(self, path: str) -> "Person":
        self.page.goto(f"{self.url}{path}")
        return self

    def sign_in(self, password: str = PASSWORD) -> "Person":
        """Fill the sign-in page as a person does."""
        self.goto("/account/login/")
        self.page.locator("input[name=login]").fill(self.email)
        self.page.locator("input[name=password]").fill(password)
        self.page.locator("form:has(input[name=password]) button[type=submit]").click()
        self.page.wait_for_url(lambda url: "/account/login" not in url)
        return self

    def come_back(self, deployment: Deployment) -> "Person":
        """Be signed in already, by the cookie of a session."""
        name, value = deployment.open_session(self.email)
        self.page.context.add_cookies([{"name": name, "value": value, "url": self.url}])
        return self

    def expect_error(self, pattern: str) -> "Person":
        """Errors that match belong to the test: a refusal shows in the console as well."""
        self.expected.append(pattern)
        return self

    def unexpected_errors(self) -> list[str]:
        return [error for error in self.errors if not any(re.search(known, error) for known in self.expected)]

    def _check_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":  # what the content security policy refuses is among these
            self.errors.append(f"console: {message.text} ({message.location.get('url')})")

    def _check_response(self, response: Response) -> None:
        if response.status >= 500:
            self.errors.append(f"{response.status} from {response.url}")
        if not response.url.startswith(("http://127.0.0.1:", "http://localhost:", "data:", "blob:")):
            self.errors.append(f"a request left this machine: {response.url}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's own Chromium, once a test process."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("RONDE_TEST_CHROMIUM", "/usr/bin/chromium"), args=FLAGS
        )
        yield browser
        browser.close()


@pytest.fixture
def open_browser(request: pytest.FixtureRequest, browser: Browser) -> Iterator[OpenBrowser]:
    """`open_browser("ada", url)`: a person at a fresh browser, not signed in."""
    people: list[Person] = []

    def open_browser(name: str, url: str, **options: Any) -> Person:
        context = browser.new_context(
            **(
                {"viewport": DESKTOP, "locale": "en-GB", "reduced_motion": "reduce", "service_workers": "block"}
                | options
            )
        )
        context.set_default_timeout(PATIENCE_MS)
        people.append(Person(name, context.new_page(), url))
        return people[-1]

    yield open_browser
    failed = getattr(request.node, "failed", False)
    unexpected = [f"{person.name}: {error}" for person in people for error in person.unexpected_errors()]
    for person in people:
        if failed or unexpected:
            RESULTS.mkdir(exist_ok=True)
            name = re.sub(r"\W+", "-", f"{request.node.name}-{person.name}")
            person.page.screenshot(path=RESULTS / f"{name}.png", full_page=True)
        person.page.context.close()
    if unexpected:
        pytest.fail("\n".join(["errors at browsers:", *unexpected]), pytrace=False)


@pytest.fixture
def sign_in(open_browser: OpenBrowser, deployment: Deployment) -> SignIn:
    """`sign_in("ada")`: with an account of this deployment, signed in; `node=1` at the second web server."""

    def sign_in(name: str, *, node: int = 0, **options: Any) -> Person:
        person = open_browser(name, deployment.nodes[min(node, len(deployment.nodes) - 1)].url, **options)
        # The deployment serves many tests: ada of this one is another person than ada of the last.
        person.email = f"{name}.{secrets.token_hex(4)}@example.org"
        deployment.create_users(person.email)
        return person.come_back(deployment)

    return sign_in


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let `open_browser` know, at its end, whether the test failed."""
    report = yield
    if report.failed:
        item.failed = True  # type: ignore[attr-defined]
    return report

"""Twelve people before their sync: three at browsers, nine who take part by the API with their tokens."""

import json
import urllib.request
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.utils.translation import gettext as _
from playwright.sync_api import Page, expect

from circles.circles.models import Fundamental
from circles.circles.workflows.project_setup import create_project
from decisions.actions.models import Action
from decisions.decisions.models import Proposal
from decisions.decisions.workflows.proposals import open_round
from foundation.accounts.models import Token, User
from foundation.audit import clock
from tests.e2e.conftest import LOCALES
from tests.support.browsers import OpenBrowser, Person
from tests.support.deployments import PASSWORD, Deployment

AT_BROWSERS = ("Fay", "Ada", "Bo")
"""Fay facilitates on the screen that all see, Ada has a laptop, Bo his phone."""
BY_API = ("Cleo", "Dan", "Emil", "Gil", "Hana", "Ivo", "Jun", "Kit", "Lea")
"""Kit comes late."""
SHARED_SCREEN = {"width": 1920, "height": 1080}
PHONE = {"width": 360, "height": 780}
SEAL, FLOAT, FOIL, PAINT = "Change the seal", "Order the float", "Glue the foil", "Paint the mast"
LATE, BLOCKED, DRY, PHOTOS, SPARE = "Measure the leak", "No van on Monday", "Farm 2 ran dry", "Photos", "Spare parts"


def make_project(language: str) -> tuple[str, dict[str, str]]:
    """Let twelve people have a project where it is about a quarter past eight, an hour before their sync, with an
    action that is late and four proposals for the sync; return its slug and the tokens of those without a browser.
    """
    people = {}
    for name in (*AT_BROWSERS, *BY_API):
        user = User.objects.create_user(f"{name.lower()}@example.org", PASSWORD, name=name, language=language)
        EmailAddress.objects.create(user=user, email=str(user.email), verified=True, primary=True)
        user.end_tour()
        people[name] = user
    now = clock.now()
    ahead = (8 - now.hour + 11) % 24 - 11
    fay, then = people["Fay"], now - timedelta(days=12)
    project = create_project("Solar pump", by=fay, language=language, time_zone=f"Etc/GMT{-ahead:+d}")
    general = project.circles.general()
    for user in people.values():
        if user != fay:
            general.admit(user, by=fay)
    Fundamental.declare(general, "Nobody gets hurt", by=fay)
    at = (now + timedelta(minutes=59)).astimezone(project.zone)
    general.recurring_syncs.get().change(
        by=fay, recurrence="FREQ=DAILY", starts_on=at.date(), local_time=at.time(), pulse_minutes=0
    )
    Action.make(general, LATE, by=fay, owner=people["Gil"], due_on=project.day_of(now) - timedelta(days=2), at=then)
    for title, name in ((SEAL, "Cleo"), (FLOAT, "Dan"), (FOIL, "Emil"), (PAINT, "Kit")):
        proposal = Proposal.propose(
            general,
            by=people[name],
            at=then,
            tension="It leaked on 12 November.",
            title=title,
            text=f"{title}: two people, one morning, with what is in the workshop.",
            reversibility="irreversible",
        )
        open_round(proposal, by=people[name], at=then)
    return project.slug, {name: Token.issue(people[name], "morning", project=project.pk) for name in BY_API}


class Program:
    """A person who takes part by the API, with their token."""

    def __init__(self, url: str, token: str) -> None:
        self.url, self.headers = url, {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def send(self, path: str, body: dict[str, Any] | None = None, **headers: str) -> Any:
        """Read, or with a body post; return what was answered.

        :raises OSError: where the server is away, or refuses.
        """
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/{path}", data, self.headers | headers)
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.loads(answer.read() or "null")


class Morning:
    """The people of the project: three at browsers, nine by the API."""

    def __init__(self, language: str, deployment: Deployment, open_browser: OpenBrowser) -> None:
        self.deployment = deployment
        slug, tokens = deployment.call(make_project, language)
        self.home = f"/p/{slug}/"
        api = f"{deployment.url}/api/v1/projects/{slug}"
        self.programs = {name: Program(api, token) for name, token in tokens.items()}
        phone: dict[str, Any] = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
        screens: list[dict[str, Any]] = [{"viewport": SHARED_SCREEN}, {}, phone]
        self.fay, self.ada, self.bo = (
            open_browser(name.lower(), deployment.url, locale=LOCALES[language], **screen).sign_in()
            for name, screen in zip(AT_BROWSERS, screens, strict=True)
        )
        for person in (self.fay, self.ada, self.bo):  # the server goes away once, and so does Ada's network
            person.expect_error(r"ERR_CONNECTION|ERR_INTERNET_DISCONNECTED|WebSocket|ERR_NETWORK|ERR_EMPTY_RESPONSE")

    @property
    def at_browsers(self) -> list[Page]:
        return [self.fay.page, self.ada.page, self.bo.page]

    def points(self) -> dict[str, dict[str, Any]]:
        """Return the points of the sync by their text."""
        return {point["text"]: point for point in self.programs["Cleo"].send("syncs/1/points")}

    def all_see(self, words: str) -> None:
        """Wait until all three browsers show the point with these words."""
        for page in self.at_browsers:
            expect(page.get_by_role("heading", level=1)).to_have_text(words)

    def press(self, words: str, *, page: Page | None = None) -> None:
        (page or self.fay.page).get_by_role("button", name=words, exact=True).first.click()


def object_to(person: Person, harm: str) -> None:
    """Answer the five questions that are open so that it blocks."""
    page = person.page
    page.locator("[name=element]").select_option(index=1)
    page.locator("[name=harm]").fill(harm)
    page.locator("[name=danger][value=from_proposal]").check()
    page.locator("[name=fix_days]").fill("40")
    page.locator("[name=certainty][value=certain]").check()
    page.locator("[name=evidence]").fill("Measured on 12 November.")
    expect(page.locator("#verdict .test--met")).to_have_count(5)
    page.get_by_role("button", name=_("Raise the objection"), exact=True).click()
    expect(page.locator(".said--objection", has_text=harm).or_(page.locator("article.objection"))).to_be_visible()

"""The pages of an archived project offer nothing that would be refused, and its pilot takes it out again."""

from django.utils.translation import gettext
from playwright.sync_api import Page, expect

from circles.projects.models import Project
from circles.projects.workflows.archiving import archive_project
from documents.documents.models import Document
from foundation.accounts.models import User
from tests.e2e import page_checks
from tests.e2e.conftest import EMBEDDED_ONLY, LOCALES, TOLD_IN_ENGLISH
from tests.factories import a_project, a_round, an_action
from tests.support.browsers import PHONE, OpenBrowser
from tests.support.deployments import Deployment
from tests.support.rotation import in_turn

pytestmark = EMBEDDED_ONLY
LARGE_SCREEN = {"width": 1440, "height": 900}
PAGES = (
    "", "actions/", "actions/1/", "circles/general/", "proposals/1/", "proposals/new/", "documents/1/", "chat/",
    "sync/", "decisions/", "people/", "tracks/",
)  # fmt: skip
# What would send something: a form that an archived project refuses, where a person sees it.
OFFERED = """forms => forms.filter(form => form.checkVisibility() && !("whenArchived" in form.dataset))
  .map(form => form.action)"""


def make_archived_project(email: str, language: str) -> str:
    """Let a person pilot a project with one of each; archive it, and return its address."""
    ada = User.objects.get(email=email)
    User.objects.filter(pk=ada.pk).update(language=language)
    ada.end_tour()
    project = a_project(ada)
    a_round(circle=project.circles.general(), by=ada)
    an_action(project.circles.general(), by=ada)
    Document.create(project.circles.general(), "Tests", by=ada)
    archive_project(Project.objects.get(pk=project.pk), by=ada)
    return project.get_absolute_url()


def shows_only_what_can_be_read(page: Page) -> None:
    page_checks.wait_until_loaded(page)
    expect(page.locator(".archived")).to_be_visible()
    assert page.locator(".main form[method=post], .panel form[method=post]").evaluate_all(OFFERED) == [], page.url
    assert (page_checks.overflow(page), page_checks.axe_violations(page)) == ([], []), page.url


@TOLD_IN_ENGLISH
def test_an_archived_project_is_read_and_taken_out_by_its_pilot(
    deployment: Deployment, open_browser: OpenBrowser, language: str
) -> None:
    email = f"ada.archive.{language}@example.org"
    deployment.create_users(email)
    home = deployment.call(make_archived_project, email, language)
    for viewport in (PHONE, LARGE_SCREEN):
        ada = open_browser(f"ada {viewport['width']}", deployment.url, locale=LOCALES[language], viewport=viewport)
        ada.email = email
        page_checks.prepare(ada.page)
        ada.come_back(deployment)
        for path in PAGES:
            if viewport in in_turn(f"archived {path}", (PHONE, LARGE_SCREEN)):
                shows_only_what_can_be_read(ada.goto(f"{home}{path}").page)
    ada.goto(home).page.locator(".rail__all").click()
    ada.page.locator("#all").get_by_role("link", name=gettext("Project settings")).click()
    ada.page.get_by_role("button", name=gettext("Restore project")).click()
    expect(ada.page.locator(".archived")).to_have_count(0)
    expect(ada.page.locator("#today")).to_contain_text("A-1")

"""A person new comes in by a link at a phone: one click, an account, and they are in."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext
from playwright.sync_api import expect

from circles.circles.workflows.project_setup import create_project
from circles.invitations.models import JoinLink
from foundation.accounts.models import User
from tests.e2e import page_checks
from tests.e2e.conftest import EMBEDDED_ONLY, LOCALES, TOLD_IN_FRENCH
from tests.support.browsers import PHONE, OpenBrowser
from tests.support.deployments import PASSWORD, Deployment

pytestmark = EMBEDDED_ONLY


def make_link(email: str) -> str:
    """Let a person pilot a project; return the path of a link into it."""
    ada = User.objects.get(email=email)
    project = create_project("Solar pump", by=ada, purpose="Water at noon.")
    link = JoinLink.make(project.circles.general(), by=ada, ends_on=timezone.localdate() + timedelta(9))
    return "/" + link.address.split("/", 3)[3]


@TOLD_IN_FRENCH
def test_a_newcomer_makes_an_account_by_a_link_and_is_in(
    deployment: Deployment, open_browser: OpenBrowser, language: str
) -> None:
    email = f"ada.link.{language}@example.org"
    deployment.create_users(email)
    zoe = open_browser("zoe", deployment.url, locale=LOCALES[language], viewport=PHONE, has_touch=True)
    page = zoe.page
    page_checks.prepare(page)
    zoe.goto(deployment.call(make_link, email))
    page.get_by_role("button", name=gettext("Create an account and join")).click()
    page.get_by_label(gettext("Your name")).fill("Zoé Kite")
    page.get_by_label(gettext("E-mail address")).fill(f"zoe.link.{language}@example.org")
    page.get_by_label(gettext("Password")).fill(PASSWORD)
    page.get_by_role("button", name=gettext("Create account")).click()
    welcome = gettext("Welcome to %(project)s") % {"project": "Solar pump"}
    expect(page.get_by_role("heading", name=welcome)).to_be_visible()
    assert (page_checks.overflow(page), page_checks.axe_violations(page)) == ([], [])
    page.get_by_role("link", name=gettext("Go to Today")).click()
    expect(page.locator("#today")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", language)

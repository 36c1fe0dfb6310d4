"""A passkey is added, and signs in alone: with Chromium's virtual authenticator."""

from django.utils.translation import gettext
from playwright.sync_api import Page, expect

from foundation.accounts.models import User
from tests.e2e import page_checks
from tests.e2e.conftest import EMBEDDED_ONLY, LOCALES, TOLD_IN_ENGLISH
from tests.support.browsers import OpenBrowser
from tests.support.deployments import PASSWORD, Deployment

pytestmark = EMBEDDED_ONLY


def with_authenticator(page: Page) -> None:
    """Give the browser a device that keeps passkeys, and that always sees its owner."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def read_in(language: str, email: str) -> None:
    User.objects.filter(email=email).update(language=language)


@TOLD_IN_ENGLISH
def test_a_passkey_is_added_and_signs_in_without_a_password(
    deployment: Deployment, open_browser: OpenBrowser, language: str
) -> None:
    # A passkey belongs to a name: there are none at 127.0.0.1.
    ada = open_browser("ada", deployment.url.replace("127.0.0.1", "localhost"), locale=LOCALES[language])
    ada.email = f"ada.passkey.{language}@example.org"
    deployment.create_users(ada.email)
    deployment.call(read_in, language, ada.email)
    page = ada.page
    page_checks.prepare(page)
    with_authenticator(page)
    ada.sign_in().goto("/account/2fa/")
    page.get_by_role("link", name=gettext("Add a passkey")).click()
    page.get_by_label(gettext("Password")).fill(PASSWORD)
    page.get_by_role("button", name=gettext("Confirm")).click()
    page.get_by_label(gettext("Name of the passkey")).fill("Ada’s laptop")
    page.get_by_role("button", name=gettext("Add the passkey")).click()
    expect(page.get_by_role("heading", name=gettext("Recovery codes"))).to_be_visible()
    expect(page.locator("#codes li")).to_have_count(10)
    assert (page_checks.overflow(page), page_checks.axe_violations(page)) == ([], [])
    page.get_by_role("link", name=gettext("I have saved them")).click()
    expect(page.get_by_text("Ada’s laptop")).to_be_visible()
    page.context.clear_cookies()
    ada.goto("/account/login/?next=/preferences/")
    page.get_by_role("button", name=gettext("Sign in with a passkey")).click()
    expect(page.get_by_role("heading", name=gettext("Preferences"))).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", language)

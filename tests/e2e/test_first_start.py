"""The first minute with Ronde on a laptop. RONDE_DEEP=1 waits until the sample in the other language is there: some
minutes where browsers share two cores with it.
"""

import os
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import SampleDeployment
from tests.support.browsers import OpenBrowser
from tests.support.databases import SQLITE, sample_template
from tests.support.deployments import build_embedded

PREPARED_WITHIN_MS = 600_000  # beside two browsers on two cores it gets a quarter of one


@pytest.mark.xdist_group("sample en")
def test_a_sample_account_signs_in_with_one_click(
    sample_deployment: SampleDeployment, open_browser: OpenBrowser
) -> None:
    deployment = sample_deployment("en")
    visitor = open_browser("visitor", deployment.url).goto("/account/login/")
    offered = visitor.page.locator("form[action='/sign-in/sample/'] button")
    expect(offered).to_have_count(5)
    offered.first.click()
    visitor.page.wait_for_url("**/p/heliopompe/**")
    expect(visitor.page.get_by_role("main")).to_contain_text("Your position")
    assert "The sample project is here already." in deployment.manage("sample")


@pytest.mark.xdist_group("sample en")
def test_a_browser_in_the_other_language_sees_the_sample_prepared_while_others_go_on(
    tmp_path: Path, open_browser: OpenBrowser
) -> None:
    with ExitStack() as stack:
        deployment = build_embedded(tmp_path, stack, sample_template(SQLITE, "en")).start()
        visitor = open_browser("visitor", deployment.url, locale="fr-FR").goto("/account/login/").page
        visitor.locator("form[action='/sign-in/sample/'] button").first.click()
        expect(visitor.get_by_role("heading", name="Le projet d’exemple se prépare")).to_be_visible()
        expect(visitor.get_by_role("progressbar")).to_be_visible()
        other = open_browser("other", deployment.url).goto("/account/login/").page
        other.locator("form[action='/sign-in/sample/'] button").nth(1).click()
        other.wait_for_url("**/p/heliopompe/**")
        other.get_by_role("button", name="Skip the tour").click()  # it writes, and nobody waits for a writer
        expect(other.locator("#tour")).to_have_count(0)
        if not os.environ.get("RONDE_DEEP"):
            return
        visitor.wait_for_url("**/p/heliopompe-francais/**", timeout=PREPARED_WITHIN_MS)
        expect(visitor.locator("html")).to_have_attribute("lang", "fr")
        expect(visitor.get_by_role("main")).to_contain_text("Votre position")
        expect(visitor.get_by_role("link", name="Général").first).to_be_visible()
        assert "2 chains hold" in deployment.verify_record()

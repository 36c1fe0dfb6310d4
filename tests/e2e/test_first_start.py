"""The first minute with Ronde on a laptop."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import SampleDeployment
from tests.support.browsers import OpenBrowser


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

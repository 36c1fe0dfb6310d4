"""A project is taken away from the pages, and its record verified without Ronde."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

from playwright.sync_api import expect

from circles.circles.workflows.project_setup import create_project
from decisions.decisions.models import Proposal
from decisions.decisions.workflows.proposals import open_round
from foundation.accounts.models import User
from tests.e2e.conftest import EMBEDDED_ONLY
from tests.support.browsers import SignIn
from tests.support.deployments import Deployment

READY_WITHIN_MS = 20_000


def make_project(email: str) -> str:
    """Make a project with a decision; return its address."""
    ada = User.objects.get(email=email)
    general = create_project("Pump", by=ada).circles.general()
    open_round(Proposal.propose(general, by=ada, tension="It leaks.", text="We change the seal."), by=ada)
    return general.project.get_absolute_url()


@EMBEDDED_ONLY
def test_a_copy_is_found_again_in_the_inbox_and_its_record_holds_without_ronde(
    sign_in: SignIn, deployment: Deployment, tmp_path: Path
) -> None:
    ada = sign_in("ada")
    here = deployment.call(make_project, ada.email)
    page = ada.goto(f"{here}settings/").page
    page.get_by_role("link", name="Download everything").click()
    page.get_by_role("button", name="Make a copy of everything").click()
    expect(page.get_by_role("heading", name="Copy of Pump")).to_be_visible()

    page = ada.goto(f"{here}").page  # one need not wait beside it
    notice = page.get_by_role("button", name="prepared a copy of the project")
    expect(notice).to_be_visible(timeout=READY_WITHIN_MS)
    notice.click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download", exact=True).click()
    assert download.value.suggested_filename.startswith("pump-")
    with ZipFile(download.value.path()) as archive:
        archive.extractall(tmp_path)
    verifier = [sys.executable, "-I", "verify_record.py"]
    said = subprocess.run(verifier, cwd=tmp_path / "record", capture_output=True, text=True, check=True).stdout
    assert "Pump: the record holds" in said
    assert "We change the seal" in (tmp_path / "decisions" / "register.csv").read_text()

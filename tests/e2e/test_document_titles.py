"""The list of documents shows what their titles say, on a tablet as on a phone."""

from circles.circles.workflows.project_setup import create_project
from documents.documents.models import Document
from foundation.accounts.models import User
from tests.e2e.conftest import EMBEDDED_ONLY
from tests.e2e.page_checks import overflow
from tests.support.browsers import SignIn
from tests.support.deployments import Deployment

TITLES = ("Test of the helical rotor, prototype 3", "Storing water rather than current: what it costs", "Cash")
CUT = """() => [...document.querySelectorAll(".doc__name a")]
  .filter((title) => title.scrollWidth > title.clientWidth || title.scrollHeight > title.clientHeight)
  .map((title) => title.textContent)"""


def make_documents(email: str) -> str:
    ada = User.objects.get(email=email)
    general = create_project("Pump", by=ada).circles.general()
    for title in TITLES:
        Document.create(general, title, by=ada)
    return f"{general.project.get_absolute_url()}documents/"


@EMBEDDED_ONLY
def test_titles_are_read_whole_on_two_lines(sign_in: SignIn, deployment: Deployment) -> None:
    ada = sign_in("ada")
    page = ada.goto(deployment.call(make_documents, ada.email)).page
    for width in (360, 768, 1024):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(CUT) == [], width
        assert overflow(page) == []

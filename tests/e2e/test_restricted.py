"""A document is restricted while a third person has it open, until its day comes; a guest sees it and nothing else."""

from datetime import timedelta

from playwright.sync_api import expect

from circles.circles.workflows.project_setup import create_project
from circles.invitations.models import Guest
from circles.invitations.workflows.guests import accept, invite_guest
from documents.documents.models import Document, Restriction
from documents.documents.tasks import index_documents, watch_restrictions
from documents.richtext.markdown_reader import update_of
from foundation.accounts.models import User
from foundation.audit import clock
from tests.e2e.conftest import EMBEDDED_ONLY
from tests.support.browsers import SignIn
from tests.support.deployments import Deployment


def make_offer(*emails: str) -> str:
    """Make a document of ada's in a project with bo, and let eve in as a guest; return its address."""
    ada, bo, eve = (User.objects.get(email=email) for email in emails)
    general = create_project("Pump", by=ada).circles.general()
    general.admit(bo, by=ada)
    offer = Document.create(general, "Offer", by=ada, content=update_of("4200 a pump"))
    invite_guest(offer, str(eve.email), level="write", reason="Fills in the price", ends_on=None, by=ada)
    accept(Guest.objects.get(), by=eve)
    return offer.get_absolute_url()


def read_words() -> None:
    """Let search read what documents say."""
    index_documents()


def come_to_its_day(address: str) -> None:
    """Let the day come on which a document opens by itself."""
    (held,) = (one for one in Restriction.objects.in_force() if one.document.get_absolute_url() == address)
    held.ends_at = clock.now() - timedelta(seconds=1)
    held.save()
    watch_restrictions()


@EMBEDDED_ONLY
def test_a_restriction_closes_open_pages_of_members_and_not_of_its_guest(
    sign_in: SignIn, deployment: Deployment
) -> None:
    ada, bo, eve = sign_in("ada"), sign_in("bo"), sign_in("eve")
    bo.expected.append("403")
    address = deployment.call(make_offer, ada.email, bo.email, eve.email)
    seen_by_bo, guest, page = bo.goto(address).page, eve.goto(address).page, ada.goto(address).page
    for one in (seen_by_bo, guest, page):
        expect(one.locator(".ProseMirror")).to_contain_text("4200")
    expect(guest.locator(".rail, .top__search")).to_have_count(0)
    expect(page.locator(".face--guest")).to_have_attribute("title", "Eve, guest")
    page.get_by_role("button", name="More").last.click()
    page.get_by_role("link", name="Restrict…").click()
    dialog = page.get_by_role("dialog", name="Restrict this document")
    dialog.get_by_label("Why is it restricted?").fill("Our price, until it is signed")
    dialog.get_by_role("button", name="Restrict", exact=True).click()
    expect(page.locator(".editor__bar .badge")).to_contain_text("until")
    expect(seen_by_bo.locator(".closed__why")).to_contain_text("Our price, until it is signed")
    expect(seen_by_bo.locator("body")).not_to_contain_text("4200")
    guest.locator(".ProseMirror").press_sequentially("!")
    expect(page.locator(".ProseMirror")).to_contain_text("!")

    # Nobody else finds it by its words. On its day the page opens by itself where it was closed.
    deployment.call(read_words)
    found = f"{address.rpartition('documents/')[0]}documents/?words=4200"
    for person, number in ((ada, 1), (bo, 0)):
        tab = person.page.context.new_page()
        tab.goto(f"{person.url}{found}")
        expect(tab.locator("#documents").get_by_role("link", name="Offer")).to_have_count(number)
        tab.close()
    deployment.call(come_to_its_day, address)
    expect(seen_by_bo.locator(".ProseMirror[contenteditable=true]")).to_contain_text("4200")
    expect(seen_by_bo.locator(".closed")).to_have_count(0)

"""Things that stand in a text as cards: as each reader may see them, as they are now, and as links in files."""

import pytest
from django.urls import reverse

from circles.circles.models import Circle
from circles.invitations.models import Guest
from circles.invitations.workflows.guests import accept as accept_invitation
from circles.invitations.workflows.guests import invite_guest
from decisions.actions.models import Action
from decisions.decisions.models import Proposal
from documents.documents.models import Document, Mention
from documents.documents.workflows.quiet_text import process_quiet_text
from documents.richtext.markdown_reader import nodes_of, update_of
from documents.richtext.markdown_writer import markdown_of
from foundation.accounts.models import User
from tests.factories import a_circle, a_person
from tests.support.entry_points import at_browser

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def circle(ada: User) -> Circle:
    return a_circle(ada)


def card(user: User, circle: Circle, of: str) -> str:
    answer = at_browser(user).get(reverse("documents:card", args=[circle.project.slug, of]))
    assert answer.status_code == 200
    return " ".join(answer.text.split())


def test_a_card_says_what_an_action_is_now_and_whose(ada: User, circle: Circle) -> None:
    action = Action.make(circle, "Order a ring", by=ada)
    before = card(ada, circle, "thing-A-1")
    assert "Order a ring" in before
    assert "Open" in before
    assert ada.name in before
    assert f'data-keys="{action.change_key}"' in before
    action.finish(by=ada, how="It came.")
    assert "Done" in card(ada, circle, "thing-A-1")


def test_a_card_says_where_a_proposal_stands(ada: User, circle: Circle) -> None:
    Proposal.propose(circle, by=ada, tension="It leaks.", text="A new ring.", title="Ring")
    shown = card(ada, circle, "thing-P-1")
    assert "draft" in shown
    assert f"/p/{circle.project.slug}/proposals/1/" in shown


def test_a_circles_money_is_a_card(ada: User, circle: Circle) -> None:
    assert circle.name in card(ada, circle, f"budget-{circle.key}")


@pytest.mark.parametrize("of", ["thing-A-9", "thing-X-1", "budget-nowhere", "person-1", "javascript:x"])
def test_what_is_not_there_is_a_locked_card(ada: User, circle: Circle, of: str) -> None:
    assert "thing-card--locked" in card(ada, circle, of)


def test_eve_outside_gets_no_card(circle: Circle) -> None:
    address = reverse("documents:card", args=[circle.project.slug, "thing-A-1"])
    assert at_browser(a_person("Eve")).get(address).status_code == 404


def test_a_guest_of_a_document_sees_its_cards_locked(ada: User, circle: Circle) -> None:
    Action.make(circle, "Order a ring", by=ada)
    document, gil = Document.create(circle, "Seal", by=ada, content=update_of(TEXT)), a_person("Gil Lab")
    invite_guest(document, str(gil.email), level="comment", reason="The laboratory", ends_on=None, by=ada)
    accept_invitation(Guest.objects.latest("pk"), by=gil)
    page = at_browser(gil).get(document.get_absolute_url()).text
    assert 'data-id="A-1"' in page
    assert "Order a ring" not in page + card(gil, circle, "thing-A-1")
    assert "thing-card--locked" in card(gil, circle, "thing-A-1")


def test_a_page_is_found_by_its_address(ada: User, circle: Circle) -> None:
    action, browser = Action.make(circle, "Order a ring", by=ada), at_browser(ada)
    address = reverse("documents:cards", args=[circle.project.slug])
    assert browser.get(address, {"address": action.get_absolute_url()}).json() == {"kind": "thing", "id": "A-1"}
    money = reverse("circles:money", args=[circle.project.slug, circle.key])
    assert browser.get(address, {"address": money}).json() == {"kind": "budget", "id": circle.key}
    for other in ("/p/other/actions/1/", "/preferences/", "nonsense", f"/p/{circle.project.slug}/"):
        assert browser.get(address, {"address": other}).status_code == 404


TEXT = '[A-1](#thing-A-1 "card")\n'


def test_a_card_goes_through_markdown_and_out_as_a_link_with_its_title(ada: User, circle: Circle) -> None:
    Action.make(circle, "Order a ring", by=ada)
    assert nodes_of(TEXT)[0].kind == "embed"
    assert markdown_of(nodes_of(TEXT)) == TEXT
    document = Document.create(circle, "Seal", by=ada, content=update_of(TEXT))
    browser, there = at_browser(ada), document.get_absolute_url()
    assert '<p class="embed" data-kind="thing" data-id="A-1"' in browser.get(there).text
    assert '[A-1 Order a ring](#thing-A-1 "card")' in browser.get(f"{there}as.md").text
    assert ">A-1 Order a ring</a>" in browser.get(f"{there}as.html").text


def test_a_card_mentions_its_thing(ada: User, circle: Circle) -> None:
    document = Document.create(circle, "Seal", by=ada, content=update_of(TEXT))
    process_quiet_text(document.pk)
    assert list(Mention.objects.of(circle.project, "thing", "A-1").values_list("document", flat=True)) == [document.pk]

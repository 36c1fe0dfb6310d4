"""The screen on which an objection is integrated, by page and by API: who does what there, and what it shows."""

from decimal import Decimal
from html import unescape
from itertools import product
from typing import Any

import pytest
from django.test import Client

from circles.restructuring.changes import Limits, to_json
from decisions.decisions.models import Amendment, Objection
from decisions.decisions.workflows.amendments import begin_amendment
from decisions.decisions.workflows.positions import take_position
from documents.documents.models import Document
from foundation.audit.models import Entry
from tests.decisions.decisions.examples import NO_OBJECTION, OBJECTION
from tests.decisions.decisions.objections.test_integration import paragraph, write_in
from tests.decisions.decisions.people import Cast, operation, page
from tests.factories import a_person, a_round, an_element, valid_objection_tests
from tests.markup import compact
from tests.support.entry_points import at_browser, by_token
from tests.support.rotation import one_in

pytestmark = pytest.mark.django_db
PEOPLE = ("ada", "bo", "fay", "pia", "eve")


@pytest.fixture
def objection(cast: Cast) -> Objection:
    """Bo objects to what ada proposes."""
    round_ = a_round(circle=cast.circle, by=cast.ada, text="We change the seal for one of silicone.")
    found: Objection = take_position(
        round_, OBJECTION, by=cast.bo, objection_tests=valid_objection_tests(an_element(cast.project))
    ).objection
    return found


def amended(cast: Cast, objection: Objection) -> Amendment:
    amendment = begin_amendment(objection.proposal, by=cast.bo)
    write_in(amendment, paragraph("Tested before we order."), by=cast.bo)
    return amendment


def answers_of(objection: Objection, **changed: Any) -> dict[str, Any]:
    """Return what the form of the answers sends."""
    names = ("harm", "danger", "fix_days", "certainty", "evidence")
    return {"element": objection.element_id, **{name: getattr(objection, name) for name in names}, **changed}


PAGES: dict[str, tuple[str, tuple[int, ...]]] = {
    # address, and the answer to ada (proposes), bo (objects), fay (asked), pia (elsewhere), eve (outside)
    "look": ("proposals/1/objections/{}/integration/", (200, 200, 200, 200, 404)),
    "begin": ("proposals/1/amendment/", (302, 302, 302, 302, 404)),
    "propose": ("proposals/1/amendment/rounds/", (302, 403, 403, 403, 404)),
    "answer": ("proposals/1/objections/{}/answers/", (403, 302, 403, 403, 404)),
    "keep as a concern": ("proposals/1/objections/{}/concern/", (403, 302, 403, 403, 404)),
}


@pytest.mark.parametrize(("operation", "who"), one_in(3, "pages", product(PAGES, PEOPLE)))
def test_each_operation_is_for_whom_it_is_for(cast: Cast, objection: Objection, operation: str, who: str) -> None:
    amended(cast, objection)
    address, answers = PAGES[operation]
    browser, where = at_browser(cast[who]), page(cast, address.format(objection.pk))
    given = (
        browser.get(where) if operation == "look" else browser.post(where, answers_of(objection, harm="Two shocks."))
    )
    assert given.status_code == answers[PEOPLE.index(who)]


OPERATIONS: dict[str, tuple[str, str, dict[str, Any], tuple[int, ...]]] = {
    "begin": ("post", "proposals/1/amendment", {}, (201, 201, 201, 201, 404)),
    "read": ("get", "proposals/1/amendment", {}, (200, 200, 200, 200, 404)),
    "propose": ("post", "proposals/1/amendment/rounds", {}, (201, 403, 403, 403, 404)),
    "answer": ("put", "proposals/1/objections/{}/answers", {}, (403, 200, 403, 403, 404)),
    "keep as a concern": ("post", "proposals/1/objections/{}/concern", {}, (403, 200, 403, 403, 404)),
}


@pytest.mark.parametrize(("name", "who"), one_in(3, "api", product(OPERATIONS, PEOPLE)))
def test_the_api_gives_the_same_rights(cast: Cast, objection: Objection, name: str, who: str) -> None:
    amended(cast, objection)
    method, address, sent, answers = OPERATIONS[name]
    if name == "answer":
        sent = answers_of(objection, element=objection.named)
    client = Client(headers=by_token(cast[who]))
    where = operation(cast, address.format(objection.pk))
    answer = client.get(where) if method == "get" else getattr(client, method)(where, sent, "application/json")
    assert answer.status_code == answers[PEOPLE.index(who)], answer.content


@pytest.mark.both_databases
def test_the_screen_leads_from_beginning_to_the_next_round(cast: Cast, objection: Objection) -> None:
    bo, ada = at_browser(cast.bo), at_browser(cast.ada)
    before = bo.get(objection.integration_url).content.decode()
    assert "Begin the amendment" in before
    assert 'data-island="editor"' not in before
    assert bo.post(page(cast, "proposals/1/amendment/"), {"objection": objection.pk})["Location"].startswith(
        objection.integration_url
    )
    during = ada.get(objection.integration_url).content.decode()
    assert "Propose this text" in during
    assert "I lift my objection" not in during
    assert "I lift my objection" in bo.get(objection.integration_url).content.decode()
    write_in(Amendment.objects.get(), paragraph("Tested before we order."), by=cast.bo)
    assert ada.post(page(cast, "proposals/1/amendment/rounds/"))["Location"] == page(cast, "proposals/1/")
    assert ">added: </span>Tested before we order.</ins>" in ada.get(page(cast, "proposals/1/")).content.decode()
    assert bo.post(page(cast, f"proposals/1/objections/{objection.pk}/lifting/"), {"because": "It is tested."})
    objection.refresh_from_db()
    assert objection.lifted_because == "It is tested."
    assert "It is tested." in bo.get(objection.integration_url).content.decode()


def test_who_reads_an_objection_sees_how_many_of_its_answers_are_met(cast: Cast, objection: Objection) -> None:
    shown = at_browser(cast.ada).get(objection.integration_url).content.decode()
    assert "5 of 5 met" in shown
    assert shown.count("5 of 5 met") == 1
    assert "5 of 5 met" in at_browser(objection.by).get(objection.integration_url).content.decode()


def test_who_objects_sees_while_typing_how_many_answers_are_met(cast: Cast, objection: Objection) -> None:
    fay, where = at_browser(cast.fay), page(cast, "proposals/1/verdict/")
    assert "of 5 met" not in fay.post(where, {}).content.decode()
    typed = fay.post(where, answers_of(objection, certainty="", danger="already_there", evidence="")).content.decode()
    assert "2 of 5 met" in typed
    assert "5 of 5 met" in fay.post(where, answers_of(objection)).content.decode()


def test_beside_the_amendment_stands_what_it_would_change(cast: Cast, objection: Objection) -> None:
    take_position(objection.position.round, NO_OBJECTION, by=cast.fay)
    amendment = begin_amendment(objection.proposal, by=cast.bo)
    write_in(amendment, paragraph("With the seal tested, for 3,440 €."), by=cast.bo)
    shown = compact(at_browser(cast.ada).get(objection.integration_url).text)
    facts = shown[shown.index('id="amended"') :].split("</dl>")[0]
    assert "<dd>Fay</dd>" in facts
    assert "The new text names 3,440 €" in facts
    assert "silicone" not in facts
    assert facts.count(", as before") == 3


def test_beside_the_amendment_stands_what_other_words_do_not_change(cast: Cast) -> None:
    change = Limits.keeping(cast.circle, unit_limit=Decimal(300), max_reversibility="easy")
    round_ = a_round(circle=cast.circle, by=cast.ada, carries_out=[to_json(change)])
    found = take_position(
        round_, OBJECTION, by=cast.bo, objection_tests=valid_objection_tests(an_element(cast.project))
    ).objection
    client = at_browser(cast.ada)
    assert "Other words do not change this" not in client.get(found.integration_url).content.decode()
    begin_amendment(found.proposal, by=cast.bo)
    shown = unescape(client.get(found.integration_url).content.decode())
    assert f"<dd>{change.summary()}<span" in shown
    assert "Other words do not change this: to carry out something else, propose it anew." in shown


def test_answers_that_block_no_more_are_not_kept_by_themselves(cast: Cast, objection: Objection) -> None:
    where = page(cast, f"proposals/1/objections/{objection.pk}/answers/")
    answer = at_browser(cast.bo).post(
        where, answers_of(objection, danger="already_there"), headers={"HX-Request": "true"}
    )
    assert "This does not block the decision." in answer.content.decode()
    assert "stay until you lift the objection" in answer.content.decode()
    objection.refresh_from_db()
    assert objection.stands
    assert objection.danger == "from_proposal"
    assert not Entry.objects.filter(event="objection.changed").exists()


def test_amendments_do_not_litter_the_documents(cast: Cast, objection: Objection) -> None:
    amendment = amended(cast, objection)
    listed = at_browser(cast.ada).get(page(cast, "documents/")).content.decode()
    assert amendment.document.title not in listed
    rows = Client(headers=by_token(cast.ada)).get(operation(cast, "documents")).json()["documents"]
    assert str(amendment.document.pk) not in {row["id"] for row in rows}
    assert at_browser(cast.ada).get(amendment.document.get_absolute_url()).status_code == 200
    assert at_browser(cast.eve).get(amendment.document.get_absolute_url()).status_code == 404


def test_the_admin_only_reads_amendments(cast: Cast, objection: Objection) -> None:
    amendment = amended(cast, objection)
    browser = at_browser(a_person("Root", is_staff=True, is_superuser=True))
    assert browser.get("/admin/decisions/amendment/").status_code == 200
    assert browser.get(f"/admin/decisions/amendment/{amendment.pk}/change/").status_code == 200
    assert browser.post(f"/admin/decisions/amendment/{amendment.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Document.objects.filter(pk=amendment.document_id).exists()

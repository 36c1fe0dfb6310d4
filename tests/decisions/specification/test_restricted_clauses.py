"""Clauses of a document that is restricted while a proposal moves them: its new words stay with whoever reads it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from chat.chat.workflows.conversation import post_about
from circles.circles.models import Circle
from circles.projects.models import Project
from decisions.actions.models import Action
from decisions.decisions.models import ClauseTouch, Proposal, RoundClauses
from decisions.decisions.models.proposals.split_clauses import with_descents
from decisions.decisions.workflows.proposals import create_proposal
from decisions.specification.forms import named_descents
from decisions.specification.models import Clause
from decisions.specification.workflows.clauses import describe
from documents.documents.models import Document
from documents.documents.workflows.restricting import RestrictionTerms, restrict
from foundation.accounts.models import User
from foundation.web.exceptions import Refused
from tests.decisions.specification.blocks import a_clause, adopted, write
from tests.factories import a_circle
from tests.support.entry_points import at_browser, by_token

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
SAID: dict[str, Any] = {"tension": "It is not agreed.", "text": "We agree to it."}
TYPED = SAID | {"reversibility": "easy", "review_months": 3}


@pytest.fixture
def asked(cable: Clause, circle: Circle, ada: User, fay: User) -> Proposal:
    """What ada asks about it; since then only fay reads the plan, which says something else."""
    proposal = create_proposal(circle, by=ada, ask=True, clauses=[ClauseTouch(cable)], **SAID)
    plan = Document.objects.get(pk=cable.document_id)
    restrict(plan, RestrictionTerms("Not agreed yet", people=[fay]), by=fay)
    write(plan, "# Heat\n\nCable rise at 900 W.", by=fay)
    return proposal


def told(proposal: Proposal, reader: User) -> str:
    """Return all that a proposal shows and keeps of clauses."""
    page = at_browser(reader).get(proposal.get_absolute_url()).text
    address = f"/api/v1/projects/{proposal.project.slug}/proposals/{proposal.number}"
    said = Client(headers=by_token(reader)).get(address).text
    kept = list(RoundClauses.objects.filter(round__proposal=proposal).values_list("rows", flat=True))
    return f"{page} {said} {kept}"


def test_taking_the_text_as_it_stands_takes_none_of_a_restricted_document(asked: Proposal, ada: User) -> None:
    address = reverse("decisions:clause_texts", args=[asked.project.slug, asked.number])
    assert at_browser(ada).post(address).status_code == 409
    assert "750 W" in told(asked, ada)
    assert "900 W" not in told(asked, ada)


def test_a_proposal_is_written_anew_with_the_text_that_it_had(asked: Proposal, cable: Clause, ada: User) -> None:
    address = f"/api/v1/projects/{asked.project.slug}/proposals/{asked.number}"
    body = {"text": "We agree to that.", "clauses": [cable.key]}
    program = Client(headers=by_token(ada))
    assert program.patch(address, body, content_type="application/json").status_code == 200
    page = reverse("decisions:revision", args=[asked.project.slug, asked.number])
    typed = TYPED | {"text": "We do.", "clauses": cable.key, "retires": "", "descents": ""}
    assert at_browser(ada).post(page, typed).status_code == 302
    assert asked.rounds.count() == 3
    assert "750 W" in told(asked, ada)
    assert "900 W" not in told(asked, ada)


def test_what_a_clause_becomes_is_taken_as_it_was_ratified_where_its_document_is_restricted(
    cable: Clause, document: Document, project: Project, circle: Circle, ada: User, fay: User
) -> None:
    bus = a_clause(document, "Bus", by=ada)
    describe(cable, by=fay, circles=[project.circles.general()])
    adopted(project.circles.general(), cable, bus, by=fay)
    plan = Document.objects.get(pk=cable.document_id)
    restrict(plan, RestrictionTerms("Not agreed yet", people=[fay]), by=fay)
    write(plan, "# Heat\n\nCable rise at 900 W.", by=fay)
    address = f"/api/v1/projects/{project.slug}/proposals"
    body = SAID | {"circle": circle.key, "descents": [{"before": [bus.key], "after": [cable.key]}]}
    by_ada = Client(headers=by_token(ada)).post(address, body, content_type="application/json")
    assert (by_ada.status_code, "There is no clause" in by_ada.text) == (422, True), "she may not read it"
    body["circle"] = project.circles.general().key
    assert Client(headers=by_token(fay)).post(address, body, content_type="application/json").status_code == 201
    proposal = Proposal.objects.latest("pk")
    kinds = {one.clause.key: one.kind for one in proposal.clauses_touched()}
    assert kinds == {cable.key: "unchanged", bus.key: "retired"}
    assert "750 W" in told(proposal, ada)
    assert "900 W" not in told(proposal, ada)


def test_a_text_that_names_a_clause_is_told_its_title_only_where_all_may_read_it(
    cable: Clause, circle: Circle, ada: User, fay: User
) -> None:
    power = a_circle(ada, inside=circle.project.circles.general(), name="Power")
    proposal = create_proposal(power, by=ada, ask=False, tension="It is wrong.", text=f"{cable.key} holds.")
    address = f"{proposal.get_absolute_url()}rounds/"
    title = f'<span class="does__about">{cable.title}</span>'
    assert title in at_browser(ada).post(address).text
    restrict(Document.objects.get(pk=cable.document_id), RestrictionTerms("Not agreed yet", people=[fay]), by=fay)
    asked = at_browser(ada).post(address).text
    assert f"names {cable.key}" in asked
    assert "does__about" not in asked


def test_no_clause_becomes_one_whose_block_is_gone_from_a_restricted_document(
    cable: Clause, document: Document, project: Project, fay: User
) -> None:
    bus = a_clause(document, "Bus", by=fay)
    describe(cable, by=fay, circles=[project.circles.general()])
    adopted(project.circles.general(), cable, bus, by=fay)
    plan = Document.objects.get(pk=cable.document_id)
    restrict(plan, RestrictionTerms("Not agreed yet", people=[fay]), by=fay)
    write(plan, "# Heat", by=fay)
    touches = with_descents([], *named_descents(project, f"{bus.key} → {cable.key}", reader=fay))
    with pytest.raises(Refused, match="no longer in any document"):
        create_proposal(project.circles.general(), by=fay, ask=False, clauses=touches, **SAID)


def test_nobody_proposes_what_a_restricted_document_says(asked: Proposal, cable: Clause, fay: User) -> None:
    project = asked.project
    body = SAID | {"circle": project.circles.general().key, "clauses": [cable.key]}
    program = Client(headers=by_token(fay))
    address = f"/api/v1/projects/{project.slug}/proposals"
    assert program.post(address, body, content_type="application/json").status_code == 409
    page = f"/p/{project.slug}/proposals/new/?circle={project.circles.general().key}"
    refused = at_browser(fay).post(page, TYPED | {"clauses": cable.key})
    assert (refused.status_code, "is restricted" in refused.text) == (422, True)


def test_no_form_begins_with_the_words_of_a_clause_that_one_may_not_read(
    cable: Clause, circle: Circle, ada: User, fay: User
) -> None:
    place, slug = {"circle": circle.key}, [circle.project.slug]
    said = post_about(cable, "Why 750 W?", by=fay, circle=circle)
    made = Action.make(circle, "Measure it", by=fay, owner=fay, source=said)
    forms = [reverse(name, args=slug) for name in FORMS] + [reverse("meetings:add_point", args=[*slug, circle.key])]
    names = [cable.key, f"message-{said.pk}", f"topic-{said.topic_id}", made.reference]

    def told(reader: User, name: str) -> list[bool]:
        shown = [at_browser(reader).get(form, place | {"from": name}).text for form in forms]
        return ["750 W" in one for one in shown]

    assert any(told(ada, cable.key))
    assert any(told(ada, f"message-{said.pk}"))
    restrict(Document.objects.get(pk=cable.document_id), RestrictionTerms("Not agreed yet", people=[fay]), by=fay)
    assert [told(ada, name) for name in names] == [[False] * len(forms)] * len(names)


FORMS = ("actions:new", "decisions:new_proposal", "tracks:new_question", "tracks:note_from", "today:remind_from")

"""What lines about clauses that become others may not do: take long to read, or pass by whoever holds the others."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from circles.circles.models import Circle
from circles.projects.models import Project
from decisions.decisions.models import Proposal
from decisions.decisions.models.proposals.split_clauses import with_descents
from decisions.decisions.routing import RouteKind
from decisions.decisions.workflows.clause_texts import take_texts_anew
from decisions.decisions.workflows.proposals import create_proposal, open_round
from decisions.specification.descents import ARROW, becoming, read_descents, write_descents
from decisions.specification.forms import named_descents
from decisions.specification.models import Clause
from decisions.specification.workflows.clauses import describe
from documents.documents.models import Document
from foundation.accounts.models import User
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused
from tests.decisions.specification.blocks import a_clause, adopted, fresh
from tests.factories import left_there
from tests.support.entry_points import at_browser, by_token

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
LONG = 100_000
SAID: dict[str, Any] = {"tension": "Two things.", "text": "We part them."}


@pytest.mark.parametrize("filler", [" ", "\t", "-", "=", "-="])
def test_a_long_line_is_read_in_one_pass(filler: str) -> None:
    assert not {"*", "+"} & set(ARROW.pattern), "a repetition without an end is tried anew at each character"
    with pytest.raises(ValueError, match="SPEC"):
        read_descents(f"SPEC-1.1{filler * LONG}SPEC-1.2")


def test_pages_and_programs_take_no_endless_lines(
    document: Document, project: Project, circle: Circle, ada: User
) -> None:
    bus = a_clause(document, "Bus", circle, by=ada).key
    program, address = Client(headers=by_token(ada)), f"/api/v1/projects/{project.slug}/proposals"
    for descents in (
        [{"before": [bus], "after": [" " * LONG]}],
        [{"before": [f"{bus}{' ' * 30}"] * 200, "after": [bus]}] * 30,
    ):
        body = SAID | {"circle": circle.key, "descents": descents}
        assert program.post(address, body, content_type="application/json").status_code == 422
    words = f"{bus} → {' ' * 2 * LONG}{bus}"
    browser = Client()  # not `Browser`, which tidies pages in a time of its own
    browser.force_login(ada)
    page = browser.get(f"/p/{project.slug}/proposals/new/", {"circle": circle.key, "descents": words})
    assert page.status_code == 200
    with pytest.raises(ValidationError, match="200000"):
        named_descents(project, words, reader=ada)


@pytest.fixture
def held(document: Document, project: Project, ada: User, fay: User) -> list[Clause]:
    """Bus and Battery, both ratified by fay alone in the general circle."""
    bus, battery = (a_clause(document, words, by=ada) for words in ("Bus", "Battery"))
    adopted(project.circles.general(), bus, battery, by=fay)
    return [bus, battery]


def test_who_holds_what_a_clause_becomes_has_a_say(
    held: list[Clause], project: Project, circle: Circle, power: Circle, ada: User
) -> None:
    for clause, holder in zip(held, (circle, power), strict=True):
        describe(clause, by=ada, circles=[holder])
    bus, battery = (one.key for one in held)
    page = f"/p/{project.slug}/proposals/new/?circle={circle.key}"
    typed = SAID | {"reversibility": "easy", "review_months": 3, "descents": f"{bus} → {battery}"}
    assert at_browser(ada).post(page, typed).status_code == 302
    program, address = Client(headers=by_token(ada)), f"/api/v1/projects/{project.slug}"
    body = SAID | {"circle": circle.key, "descents": [{"before": [bus], "after": [battery]}]}
    made = program.post(f"{address}/proposals", body, content_type="application/json")
    assert made.status_code == 201
    for proposal in Proposal.objects.order_by("-pk")[:2]:
        route = proposal.route()
        assert (sorted(route.affected), route.kind) == (sorted([circle.pk, power.pk]), RouteKind.SYNCHRONISED)
    terms = {"descents": body["descents"]}
    typed_route = program.post(f"{address}/routes?circle={circle.key}", terms, content_type="application/json").json()
    assert typed_route["affected"] == sorted([circle.key, power.key])


def test_the_owner_of_what_a_clause_becomes_is_told(
    held: list[Clause], project: Project, bo: User, fay: User, ada: User
) -> None:
    bus, battery = held
    describe(battery, by=ada, owner=bo)
    touches = with_descents([], *named_descents(project, f"{bus.key} → {battery.key}", reader=fay))
    proposal = create_proposal(project.circles.general(), by=fay, ask=False, clauses=touches, **SAID)
    with pytest.raises(Refused, match="Nothing was changed"):
        take_texts_anew(proposal, by=fay)
    open_round(proposal, by=fay)
    left_there(proposal)
    assert [fresh(one).state.value for one in held] == ["retired", "ratified"]
    assert Notice.objects.filter(user=bo, event="baseline.ratified").exists()


def test_one_becomes_several_or_several_one() -> None:
    lines = "SPEC-1.1 → SPEC-1.3, SPEC-1.4\nSPEC-1.2 → SPEC-1.3, SPEC-1.4"
    becomes = becoming(read_descents(lines))
    assert write_descents(becomes.items()) == lines, "what is written can be read again"
    with pytest.raises(Refused, match="several do not become several"):
        with_descents([], read_descents("SPEC-1.1, SPEC-1.2 → SPEC-1.3, SPEC-1.4"), {})


def test_no_clause_becomes_more_than_fifty_by_however_many_lines(held: list[Clause]) -> None:
    bus, battery = held
    parts = [f"SPEC-9.{number}" for number in range(60)]
    known = dict.fromkeys([bus.key, *parts], battery)
    several = [([bus.key], parts[:30]), ([bus.key], parts[30:])]
    with pytest.raises(Refused, match="more than 50"):
        with_descents([], several, known)
    assert len(with_descents([], [([bus.key], parts[:50])], known)) == 51

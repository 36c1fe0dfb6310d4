"""Pages of the specification: what they show, what can be done there, in few queries."""

import re
import subprocess

import pytest
from django.test import Client
from django.urls import reverse

from chat.chat.workflows.conversation import post_message
from circles.circles.models import Circle
from circles.projects.models import Project
from decisions.decisions.models import ClauseTouch, Proposal
from decisions.decisions.workflows.proposals import create_proposal
from decisions.specification.models import Baseline, Chapter, Clause
from documents.document_files.document_copy import DocumentCopy
from documents.documents.models import Document
from documents.documents.workflows.restricting import RestrictionTerms, restrict
from documents.richtext.exchange import pandoc
from foundation.accounts.models import User
from tests.decisions.specification.blocks import a_clause, adopted, block, fresh
from tests.decisions.specification.conftest import TEXT
from tests.factories import a_topic, a_written
from tests.markup import main_of
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db


@pytest.mark.both_databases
def test_the_page_shows_what_differs_and_why_each_is_there(ratified: list[Clause], project: Project, fay: User) -> None:
    page = at_browser(fay).get(f"/p/{project.slug}/specification/?why=SPEC-2.1").content.decode()
    assert "<del>" in page
    assert "SPEC-2.1" in page
    assert 'id="why"' in page
    assert "It is not agreed." in page, "the tension"
    assert "changed. Is this clause still right?" in page


def test_a_file_of_the_specification_says_the_keys_of_its_clauses(
    ratified: list[Clause], document: Document, fay: User
) -> None:
    bus, _battery = ratified
    words = a_clause(document, "It never goes above", by=fay)
    page = DocumentCopy(document, fay).html()
    assert re.search(rf"<h2[^>]*>.{{0,60}}<strong>{bus.key} </strong>Bus</h2>", page)
    assert re.search(rf"<p[^>]*><strong>{words.key} </strong>It never goes above", page)
    assert bus.key not in DocumentCopy(document, fay).markdown(), "it is written as it was, to be read in again"
    assert bus.key in subprocess.run(
        [pandoc.program(), "--from=docx", "--to=plain"],
        input=DocumentCopy(document, fay).office("docx"),
        capture_output=True,
        check=True,
    ).stdout.decode()  # fmt: skip


def test_a_press_makes_a_clause_of_a_block(document: Document, project: Project, ada: User, eve: User) -> None:
    address = f"/p/{project.slug}/documents/{document.number}/clauses/"
    made = at_browser(ada).post(f"{address}new/", {"block": block(document, "Bus")})
    assert (made.status_code, made.json()["key"]) == (201, "SPEC-2.1")
    [mark] = at_browser(ada).get(address).json()["clauses"]
    assert (mark["key"], mark["state"]) == ("SPEC-2.1", "draft")
    assert at_browser(eve).get(address).status_code == 404


def test_a_proposal_takes_what_has_changed(
    ratified: list[Clause], project: Project, circle: Circle, ada: User, bo: User
) -> None:
    address = f"/p/{project.slug}/proposals/new/?circle={circle.key}&clauses=SPEC-2.1"
    assert "SPEC-2.1" in re.sub(r"<[^>]*>", " ", main_of(at_browser(ada).get(address).text))
    said = {"tension": "48 V is too much.", "text": "24 V.", "reversibility": "easy", "review_months": 3}
    sent = at_browser(ada).post(address, {**said, "cost": "0", "clauses": "SPEC-2.1", "retires": "", "open": "yes"})
    assert sent.status_code == 302
    [touched] = Proposal.objects.get(tension="48 V is too much.").touched_clauses.all()
    assert "24 V" in touched.words
    shown = at_browser(ada).get(sent.headers["Location"]).content.decode()
    assert "What it changes in the specification" in shown
    asked = reverse("decisions:new_objection", args=[project.slug, touched.proposal.number, 1])
    assert "What it changes in the specification" in at_browser(bo).get(asked).text
    wrong = at_browser(ada).post(address, {**said, "cost": "0", "clauses": "SPEC-9.9"})
    assert wrong.status_code == 422


def test_looking_at_a_suspect_clause(ratified: list[Clause], project: Project, bo: User, fay: User) -> None:
    assert "Suspect clauses" in at_browser(fay).get(f"/p/{project.slug}/").content.decode()
    address = f"/p/{project.slug}/specification/clauses/SPEC-2.2/looks/"
    assert at_browser(bo).post(address, {"word": "right"}).status_code == 403, "not of their circle"
    assert at_browser(fay).post(address, {"word": "right"}).status_code == 302
    assert not fresh(ratified[1]).is_suspect


def test_the_api_obeys_as_pages_do(ratified: list[Clause], project: Project, ada: User, fay: User) -> None:
    client = Client(headers=by_token(fay))
    root = f"/api/v1/projects/{project.slug}"
    [bus, battery] = client.get(f"{root}/clauses").json()["clauses"]
    assert (bus["state"], bus["baseline"], battery["is_suspect"]) == ("changed", "1.0", True)
    changed = client.patch(f"{root}/clauses/SPEC-2.2", {"kind": "need"}, "application/json").json()
    assert changed["kind"] == "need"
    assert client.delete(f"{root}/clauses/SPEC-2.1").status_code == 409
    assert client.get(f"{root}/baselines").json()["baselines"][0]["texts"] == 2
    assert len(client.get(f"{root}/baselines/1.0").json()["texts"]) == 2


def test_a_clause_is_found_and_cited_by_its_key(ratified: list[Clause], project: Project, fay: User) -> None:
    browser, bus = at_browser(fay), ratified[0]
    for typed in (bus.key, "spec-2", "bu"):
        found = browser.get(f"/api/v1/projects/{project.slug}/search", {"q": typed}).json()
        assert bus.key in {one["reference"] for one in found}
    assert browser.get(f"/p/{project.slug}/go/{bus.key}/").headers["Location"] == bus.get_absolute_url()
    assert browser.get(f"/p/{project.slug}/go/SPEC-9.9/").status_code == 404
    topic = a_topic(project.circles.general(), by=fay)
    said = post_message(topic, f"See {bus.key}, not SPEC-9.9 nor D-1.5.", by=fay)
    assert re.findall(r'href="([^"]+)"', said.html) == [bus.get_absolute_url()]


def test_few_queries_however_many_clauses(
    document: Document, project: Project, ada: User, fay: User, django_assert_max_num_queries: object
) -> None:
    clauses = [a_clause(document, words, by=ada) for words in ("Bus", "Battery", "Water", "It never")]
    adopted(project.circles.general(), *clauses[:3], by=fay)
    create_proposal(
        project.circles.general(),
        by=fay,
        ask=False,
        tension="No.",
        text="Yes.",
        clauses=[ClauseTouch(fresh(clauses[3]))],
    )
    browser = at_browser(fay)
    assert Baseline.objects.count() == 1
    for page in ("", "?why=SPEC-2.1", "path/", "coverage/", "matrix/", "clauses/SPEC-2.1/", "baselines/1.0/"):
        with django_assert_max_num_queries(30):  # type: ignore[operator]
            assert browser.get(f"/p/{project.slug}/specification/{page}").status_code == 200


def test_a_number_that_people_wrote_before_a_chapter_stands_there_once() -> None:
    names = [Chapter(number=1, title=title).name for title in ("1. Purpose", "1) Purpose", "1 m of head", "2. Water")]
    assert names == ["Purpose", "Purpose", "1 m of head", "2. Water"]


@pytest.fixture
def open_to_all(circle: Circle, ada: User) -> Clause:
    """A clause of a document of ada's."""
    return a_clause(a_written(Document.create(circle, "Seal", by=ada), TEXT, by=ada), "Bus", by=ada)


def close(clause: Clause, ada: User) -> None:
    """Let ada alone read its document."""
    restrict(clause.document, RestrictionTerms(reason="A patent is pending.", people=[ada]), by=ada)


@pytest.fixture
def restricted(open_to_all: Clause, ada: User) -> Clause:
    """A clause of a document that ada alone may read."""
    close(open_to_all, ada)
    return open_to_all


def test_nobody_names_a_clause_that_one_may_not_read(restricted: Clause, power: Circle, eve: User) -> None:
    terms = {"tension": "It leaks.", "text": "We change it.", "reversibility": "easy", "clauses": restricted.key}
    address = f"/p/{power.project.slug}/proposals/new/?circle={power.key}"
    assert f"There is no clause {restricted.key}." in at_browser(eve).post(address, terms).content.decode()
    body = {"circle": power.key, "tension": "It leaks.", "text": "We change it.", "clauses": [restricted.key]}
    api = f"/api/v1/projects/{power.project.slug}/proposals"
    asked = Client().post(api, body, content_type="application/json", headers=by_token(eve))
    assert asked.status_code == 422
    assert restricted.key in asked.content.decode()
    assert not Proposal.objects.exists()


def test_a_clause_restricted_since_stays_in_the_proposal_that_touches_it(
    open_to_all: Clause, circle: Circle, ada: User, bo: User
) -> None:
    touch = ClauseTouch(open_to_all)
    proposal = create_proposal(circle, by=bo, ask=False, tension="It leaks.", text="We change it.", clauses=[touch])
    close(open_to_all, ada)
    terms = {"tension": "It leaks.", "text": "We seal it.", "reversibility": "easy", "review_months": "3"}
    terms["clauses"] = open_to_all.key
    answer = at_browser(bo).post(f"{proposal.get_absolute_url()}revision/", terms)
    assert answer.status_code == 302, answer.content.decode()
    assert [one.clause for one in proposal.clauses_touched()] == [open_to_all]

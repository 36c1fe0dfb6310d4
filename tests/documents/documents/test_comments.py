"""Comments on words of a document: said without a right to write, heard of, resolved with an outcome, found again."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from across.search.contexts.hits import results
from circles.circles.models import Circle
from circles.circles.takeaway_parts import TakeawayReader
from circles.projects.models import Link
from daily.syncs.models import AgendaItem
from decisions.actions.models import Action
from documents.document_files.document_copy import DocumentCopy
from documents.document_files.takeaway import files
from documents.documents.models import Comment, CommentThread, Document
from documents.documents.workflows.comments import (
    Anchor,
    begin_thread,
    edit_comment,
    react,
    remove_comment,
    reopen,
    reply,
    resolve,
)
from documents.richtext.markdown_reader import nodes_of, update_of
from foundation.accounts.models import User
from foundation.audit.models import Entry, Head
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused
from tests.decisions.decisions.people import a_cast, adopted
from tests.factories import a_person
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db
RING = Anchor(quote="The first ring lost 0.12 mm", before="bottom up. ", after=", the last one nothing")


def heard(user: User) -> list[str]:
    """Return the events that a person heard of about comments, newest first."""
    return [notice.event for notice in Notice.objects.to(user) if notice.event.startswith("comment")]


@pytest.fixture
def document(circle: Circle, ada: User) -> Document:
    words = "# Result\n\nThe stages wear from the bottom up. The first ring lost 0.12 mm, the last one nothing.\n"
    return Document.create(circle, "Wear test", by=ada, content=update_of(words))


@pytest.fixture
def comment(document: Document, bo: User) -> Comment:
    return begin_thread(document, RING, "Should we coat the impeller?", by=bo)


@pytest.mark.both_databases
def test_ada_hears_of_a_comment_on_her_document_and_bo_of_her_answer(comment: Comment, ada: User, bo: User) -> None:
    assert heard(ada) == ["comment.added"]
    reply(comment.thread, "We tried in October.", by=ada)
    notice = Notice.objects.to(bo)[0]
    assert (notice.event, notice.reason, notice.reference) == ("comment.answered", "answered", "DOC-2")
    assert notice.address.startswith(comment.thread.get_absolute_url())


def test_who_is_mentioned_hears_of_it_once(document: Document, ada: User, bo: User) -> None:
    said = begin_thread(document, RING, f"@{ada.name} should we?", by=bo)
    assert heard(ada) == ["comment.mentioned"]
    assert f"<mark>@{ada.name}</mark>" in said.html


def test_an_answer_costs_as_many_queries_with_many_who_hear(comment: Comment, document: Document, ada: User) -> None:
    counts = []
    reply(comment.thread, "Again.", by=ada)  # search learns the word
    for number in range(2):
        with CaptureQueriesContext(connection) as queries:
            reply(comment.thread, "Again.", by=ada)
        counts.append(len(queries))
        for each in range(4):
            person = a_person(f"Person {number} {each}")
            document.circle.admit(person, by=ada)
            reply(comment.thread, "Yes.", by=person)
    assert counts[0] == counts[1]


def test_an_outsider_who_is_mentioned_hears_nothing(document: Document, bo: User) -> None:
    eve = a_person("Eve Martin")
    begin_thread(document, RING, "@Eve Martin look", by=bo)
    assert heard(eve) == []


def test_what_is_said_is_no_entry_of_the_record_and_takes_no_lock_on_its_head(document: Document, bo: User) -> None:
    before = Head.objects.get(pk=document.project_id).seq
    with CaptureQueriesContext(connection) as queries:
        begin_thread(document, RING, "Why?", by=bo)
    assert Head.objects.get(pk=document.project_id).seq == before
    assert not [query for query in queries.captured_queries if "audit_head" in query["sql"]]


def test_what_is_sent_twice_stands_once(document: Document, bo: User, ada: User) -> None:
    key = uuid4()
    first, second = (begin_thread(document, RING, "Why?", by=bo, key=key) for _ in range(2))
    assert first == second
    assert CommentThread.objects.count() == 1
    with pytest.raises(Refused):
        begin_thread(document, RING, "Mine now", by=ada, key=key)


def test_a_program_comments_on_words_that_the_document_says(document: Document, bo: User) -> None:
    with pytest.raises(Refused):
        begin_thread(document, Anchor(quote="The second ring"), "Why?", by=bo)
    assert begin_thread(document, Anchor(quote="first  ring\nlost"), "Why?", by=bo)


@pytest.mark.parametrize("outcome", ["changed", "answered"])
def test_resolving_is_recorded_without_words_of_the_document(
    comment: Comment, ada: User, bo: User, outcome: str
) -> None:
    resolve(comment.thread, outcome, by=ada, line="As measured")
    entry = Entry.objects.of_project(comment.record_id).last()
    assert entry is not None
    assert (entry.event, entry.reference, entry.facts) == (
        "comment.resolved", "DOC-2", {"resolved_as": outcome, "decision": None},
    )  # fmt: skip
    assert heard(bo) == ["comment.resolved"]
    with pytest.raises(Refused):
        reply(comment.thread, "But", by=ada)
    reopen(comment.thread, by=ada)
    assert reply(comment.thread, "But", by=ada).seq == 2


def test_decided_names_a_decision_of_the_project() -> None:
    cast = a_cast()
    decision = adopted(cast)
    document = Document.create(cast.circle, "Wear", by=cast.ada, content=update_of("The ring lost 0.12 mm.\n"))
    thread = begin_thread(document, Anchor(quote="The ring"), "Coat it?", by=cast.bo).thread
    with pytest.raises(Refused):
        resolve(thread, "decided", by=cast.ada, decision="D-99")
    resolve(thread, "decided", by=cast.ada, decision=f"{decision.reference} {decision.title}")
    thread.refresh_from_db()
    with translation.override("en"):
        assert thread.result == f"decided → {decision.reference}"
    log = at_browser(cast.ada).get(f"/p/{cast.project.slug}/record/").content.decode()
    assert "resolved a comment on <a" in log
    assert decision.reference in log


def test_earlier_words_stay_and_removed_ones_go(comment: Comment, ada: User, bo: User) -> None:
    with pytest.raises(Refused):
        edit_comment(comment, "Mine", by=ada)
    edit_comment(comment, "Should we coat it, @Ada Mercier?", by=bo)
    assert [wording.text for wording in comment.wordings.all()] == ["Should we coat the impeller?"]
    assert "comment.mentioned" in heard(ada)
    remove_comment(comment, by=bo)
    comment.refresh_from_db()
    assert (comment.text, comment.html, comment.is_removed, comment.wordings.count()) == ("", "", True, 0)


def test_a_reaction_is_given_and_taken_back(comment: Comment, ada: User) -> None:
    assert [react(comment, "thumbs-up", by=ada) for _ in range(3)] == [True, False, True]
    with pytest.raises(Refused):
        react(comment, "skull", by=ada)


def test_a_closed_document_is_not_commented_on(document: Document, comment: Comment, ada: User) -> None:
    document.close()
    address = reverse("documents:answers", args=[document.project.slug, comment.thread_id])
    assert at_browser(ada).post(address, {"text": "But"}).status_code == 403
    with pytest.raises(Refused):
        resolve(comment.thread, "changed", by=ada)


def test_its_author_reads_on_the_page_of_a_comment_what_it_said_before(comment: Comment, bo: User) -> None:
    edit_comment(comment, "Better words", by=bo)
    address = reverse("documents:comment", args=[comment.thread.project.slug, comment.pk])
    page = at_browser(bo).get(address).content.decode()
    assert page.count("Its words and their earlier versions go; a trace stays that you commented.") == 1
    assert '<span class="line__name">Should we coat the impeller?</span>' in page
    assert '<div class="section__head"><h2 class="section__name">Earlier versions</h2></div>' in page


def test_comments_are_found_by_any_of_their_words_until_they_are_removed(comment: Comment, bo: User) -> None:
    project = comment.thread.document.project

    def found(words: str) -> list[str]:
        return [hit.address for hit in results(project, bo, words).hits if hit.kind == "comment"]

    assert found("impellers coat") == [comment.get_absolute_url()]
    assert results(project, a_person("Eve Martin"), "impeller").hits == []
    remove_comment(comment, by=bo)
    assert found("impeller") == []


def test_a_comment_becomes_an_action_and_a_tension_that_lead_back(comment: Comment, ada: User, circle: Circle) -> None:
    root, browser = f"/p/{circle.project.slug}/", at_browser(ada)
    origin = f"comment-{comment.pk}"
    assert "Should we coat the impeller?" in browser.get(f"{root}actions/new/?from={origin}").content.decode()
    made = {"what": "Coat it", "circle": circle.key, "owner": ada.pk, "origin": origin, "quote": comment.text}
    browser.post(f"{root}actions/new/", made)
    browser.post(f"{root}circles/{circle.key}/points/", {"text": comment.text, "tension": "on", "from": origin})
    links = Link.objects.out_of(comment).order_by("pk")
    assert [link.target_kind for link in links] == ["action", "tension"]
    assert {link.source_address for link in links} == {comment.get_absolute_url()}
    assert Action.objects.get().what == "Coat it"
    assert vars(AgendaItem.objects.with_source().get())["source_address"] == comment.get_absolute_url()


def test_the_margin_the_list_and_a_page_show_a_thread(comment: Comment, document: Document, ada: User) -> None:
    browser, root = at_browser(ada), f"{document.get_absolute_url()}comments/"
    margin = browser.get(f"{root}margin/").content.decode()
    assert f'data-thread="{comment.thread_id}"' in margin
    assert "Should we coat the impeller?" in margin
    begin_thread(document, Anchor(quote="gone", start="AAAA", end="AAAA"), "And this?", by=ada)
    assert browser.get(root).content.decode().count("These words are no longer in the text.") == 1
    assert "Resolve with an outcome" in browser.get(comment.thread.page).content.decode()


def test_every_form_of_a_thread_can_be_sent(comment: Comment, document: Document, ada: User) -> None:
    react(comment, "heart", by=ada)
    for address in (comment.thread.page, f"{document.get_absolute_url()}comments/margin/"):
        forms = at_browser(ada).get(address).content.decode().split("<form")[1:]
        assert forms
        assert [form for form in forms if 'name="csrfmiddlewaretoken" value=""' in form.split("</form>")[0]] == []


def test_a_browser_comments_answers_and_resolves(document: Document, bo: User) -> None:
    browser = at_browser(bo)
    sent = {"text": "Why?", "quote": RING.quote, "start": "AAE=", "end": "AAE="}
    made = browser.post(f"{document.get_absolute_url()}comments/", sent, headers={"HX-Request": "true"})
    assert (made.status_code, "data-full" in made.content.decode()) == (201, True)
    thread = CommentThread.objects.get()
    browser.post(f"{thread.page}comments/", {"text": "Because."})
    browser.post(f"{thread.page}outcome/", {"outcome": "answered"})
    thread.refresh_from_db()
    assert (thread.comments.count(), thread.outcome, thread.start) == (2, "answered", "AAE=")


def test_a_program_lists_adds_answers_and_resolves(document: Document, bo: User) -> None:
    program, slug = Client(headers=by_token(bo)), document.project.slug
    address = f"/api/v1/documents/{document.pk}/comments"
    sent = {"text": "Why?", "quote": "first ring", "before": "The "}
    made = program.post(address, sent, "application/json")
    assert made.status_code == 201
    thread = f"/api/v1/projects/{slug}/threads/{made.json()['id']}"
    assert program.post(f"{thread}/comments", {"text": "So"}, "application/json").json()["comments"][1]["text"] == "So"
    assert program.post(f"{thread}/outcome", {"outcome": "answered"}, "application/json").status_code == 200
    (listed,) = program.get(f"{address}?state=resolved").json()["threads"]
    assert (listed["quote"], listed["outcome"], listed["comments"][0]["author"]) == (
        "first ring",
        "answered",
        str(bo.pk),
    )
    assert program.get(f"{address}?state=open").json()["threads"] == []


def test_comments_go_along_with_copies_and_exports(comment: Comment, document: Document) -> None:
    names = [file.path for file in files(TakeawayReader(document.project))]
    assert "documents/doc-2-wear-test.comments.json" in names
    markdown = DocumentCopy(document, None, with_comments=True).markdown()
    assert f"> {RING.quote}" in markdown
    assert "Should we coat the impeller?" in markdown
    assert "impeller" not in DocumentCopy(document, None).markdown()


def test_a_comment_cannot_forge_a_heading_of_the_document(document: Document, bo: User) -> None:
    begin_thread(document, RING, "Agreed.\n\n# Decided\n\nWe pay.\n\n- **Ada**: yes", by=bo)
    before = [node.text() for node in document.nodes() if node.kind == "heading"]
    nodes = nodes_of(DocumentCopy(document, None, with_comments=True).markdown())
    assert [node.text() for node in nodes if node.kind == "heading"] == [*before, "Comments"]
    assert nodes[-1].kind == "blockquote"
    assert nodes[-2].text() == bo.name


def test_the_margin_asks_a_fixed_number_of_queries(document: Document, ada: User, bo: User) -> None:
    browser, address = at_browser(ada), f"{document.get_absolute_url()}comments/margin/"

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            browser.get(address)
        return len(queries)

    for _ in range(2):
        react(begin_thread(document, RING, "Why?", by=bo), "heart", by=ada)
    asked()
    few = asked()
    for _ in range(4):
        react(begin_thread(document, RING, "Why?", by=bo), "heart", by=ada)
    assert asked() == few

"""What was decided on a suggestion keeps its words, and is taken back: text and suggestion say again what they said."""

import pytest
from django.urls import reverse

from circles.invitations.models import Guest
from circles.invitations.workflows.guests import accept as accept_invitation
from circles.invitations.workflows.guests import invite_guest
from documents.coediting.models import Log
from documents.documents.kept_data import clean_verdict
from documents.documents.models import Document, Suggestion
from documents.documents.workflows.quiet_text import process_quiet_text
from documents.documents.workflows.suggestion_verdicts import accept, refuse, withdraw
from documents.documents.workflows.suggestions import suggest_text
from documents.documents.workflows.undo_verdict import undo_last_verdict
from documents.richtext.markdown_reader import nodes_of
from documents.richtext.tree_edits import edit_into
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.web.exceptions import Refused
from tests.documents.documents.test_suggestions import (
    BETTER,
    TEXT,
    document,
    fresh,
    keys,
    retypes,
    says,
    suggestion,
    types,
)
from tests.factories import a_person
from tests.support.entry_points import at_browser, by_token

__all__ = ["document", "suggestion"]
pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def undo(suggestion: Suggestion, by: User) -> None:
    undo_last_verdict(fresh(suggestion), by=by)


def test_accepted_words_belong_to_who_suggested_them(suggestion: Suggestion, ada: User, bo: User) -> None:
    accept(suggestion, by=ada)
    assert Log.objects.get(pk=suggestion.document_id).updates.order_by("seq").last().user == bo  # type: ignore[union-attr]
    verdict = suggestion.verdicts.get()
    assert (verdict.is_accepted, verdict.decided_by) == (True, ada)
    assert ["ins", "3.8"] in [[kind, words.strip()] for kind, words in verdict.changes[0]["words"]]


def test_an_acceptance_is_undone_and_suggests_the_same_again(suggestion: Suggestion, ada: User) -> None:
    before = keys(suggestion)
    accept(suggestion, by=ada)
    undo(suggestion, ada)
    assert says(suggestion.document) == TEXT
    again = fresh(suggestion)
    assert (again.outcome, again.ended_at, again.accepted) == ("", None, 0)
    assert keys(suggestion) == before
    assert Entry.objects.get(event="suggestion.reopened").facts["changes"] == 2
    accept(again, by=ada)
    assert says(suggestion.document) == BETTER


def test_a_refusal_of_one_change_is_undone_and_the_other_stays_accepted(suggestion: Suggestion, ada: User) -> None:
    first, second = keys(suggestion)
    accept(suggestion, by=ada, keys=[first])
    refuse(fresh(suggestion), by=ada, keys=[second])
    assert fresh(suggestion).outcome == "partly"
    undo(suggestion, ada)
    assert keys(suggestion) == [second]
    undo(suggestion, ada)
    assert says(suggestion.document) == TEXT
    assert keys(suggestion) == [first, second]
    with pytest.raises(Refused):
        undo(suggestion, ada)


def test_what_others_wrote_since_stays(suggestion: Suggestion, ada: User, bo: User) -> None:
    accept(suggestion, by=ada)
    types(suggestion.document, 1, " Really.", bo)
    types(suggestion.document, 2, " So did the bearing.", ada)
    undo(suggestion, ada)
    said = says(suggestion.document)
    assert "about 4 % less water. Really." in said
    assert "stayed dry. So did the bearing." in said
    assert "No part was changed.\n" in said
    accept(fresh(suggestion), by=ada)
    said = says(suggestion.document)
    assert "3.8 % less water. Really." in said
    assert "stayed dry. So did the bearing." in said


def test_what_was_typed_before_the_verdict_and_not_read_stays_when_it_is_accepted_again(
    suggestion: Suggestion, ada: User
) -> None:
    seen = suggestion.changes().seen
    types(suggestion.document, 1, " Really.", ada)
    accept(fresh(suggestion), by=ada, seen=seen)
    undo(suggestion, ada)
    assert "about 4 % less water. Really." in says(suggestion.document)
    accept(fresh(suggestion), by=ada)
    assert "3.8 % less water. Really." in says(suggestion.document)


def takes_out(document: Document, words: str, by: User) -> None:
    """Take words, or a block, out of the text."""
    log = Log.objects.get(pk=document.pk)
    nodes = nodes_of(says(document).replace(words, ""))
    log.append(edit_into(log.read().updates, nodes), by=by)
    process_quiet_text(document.pk)


NEW = TEXT + "\nEach night is logged by hand.\n"


def test_a_new_block_goes_again_though_it_has_its_id_by_now(document: Document, ada: User, bo: User) -> None:
    made = fresh(suggest_text(document, nodes_of(NEW), by=bo))
    accept(made, by=ada)
    undo(made, ada)
    assert says(document) == TEXT
    assert [change.kind for change in fresh(made).changes().changes] == ["added"]


def test_a_block_that_was_taken_out_comes_back_under_its_id_and_is_to_go_again(
    document: Document, ada: User, bo: User
) -> None:
    made = fresh(suggest_text(document, nodes_of(TEXT.replace("The seal stayed dry.\n\n", "")), by=bo))
    before, ids = keys(made), [node.attrs.get("bid") for node in document.nodes()]
    accept(made, by=ada)
    undo(made, ada)
    assert keys(made) == before
    assert [node.attrs.get("bid") for node in document.nodes()] == ids


def test_a_new_block_that_others_changed_stays_and_is_not_suggested_twice(
    document: Document, ada: User, bo: User
) -> None:
    made = fresh(suggest_text(document, nodes_of(NEW), by=bo))
    accept(made, by=ada)
    takes_out(document, " by hand", ada)
    undo(made, ada)
    assert says(document) == NEW.replace(" by hand", "")
    assert keys(made) == []


def test_a_new_block_is_suggested_again_though_the_one_before_it_went(document: Document, ada: User, bo: User) -> None:
    made = fresh(suggest_text(document, nodes_of(NEW), by=bo))
    accept(made, by=ada)
    takes_out(document, "No part was changed.\n\n", ada)
    undo(made, ada)
    assert [change.kind for change in fresh(made).changes().changes] == ["added"]


def test_what_was_typed_beside_accepted_words_stands_on_its_side_when_they_are_accepted_again(
    document: Document, ada: User, bo: User
) -> None:
    for turn in range(4):  # of what two put at one place, either stands first, by chance
        better = says(document).replace("\n\nNo part", f" Bo{turn}.\n\nNo part")
        made = fresh(suggest_text(document, nodes_of(better), by=bo))
        accept(made, by=ada)
        types(document, 2, f" Ada{turn}.", ada)
        undo(made, ada)
        accept(fresh(made), by=ada)
        assert f"Bo{turn}. Ada{turn}." in says(document)


def test_words_that_go_and_others_that_come_beside_them_keep_a_blank_between(
    document: Document, ada: User, bo: User, fay: User
) -> None:
    document.circle.admit(fay, by=ada)
    his = fresh(suggest_text(document, nodes_of(TEXT.replace("seal stayed", "seal and ring stayed")), by=bo))
    hers = fresh(suggest_text(document, nodes_of(TEXT.replace("The seal stayed", "The stayed")), by=fay))
    accept(hers, by=ada)
    accept(fresh(his), by=ada)
    assert "The and ring stayed dry." in says(document)


def test_who_suggests_something_else_by_now_is_not_disturbed(document: Document, ada: User, bo: User) -> None:
    first = fresh(suggest_text(document, nodes_of(BETTER), by=bo))
    accept(first, by=ada)
    suggest_text(document, nodes_of(BETTER + "\nMore.\n"), by=bo)
    with pytest.raises(Refused):
        undo(first, ada)
    assert says(document) == BETTER


def test_the_card_shows_the_words_who_decided_and_the_undo(suggestion: Suggestion, ada: User, bo: User) -> None:
    project = suggestion.document.project
    refuse(suggestion, by=ada)
    page = reverse("documents:suggestion", args=[project.slug, suggestion.pk])
    shown = at_browser(ada).get(page).content.decode()
    assert "3.8" in shown
    assert "Refused" in shown
    assert "Ada Mercier" in shown
    address = reverse("documents:undo_verdict", args=[project.slug, suggestion.pk])
    assert address in shown
    assert at_browser(ada).post(address).status_code == 302
    assert fresh(suggestion).ended_at is None
    assert at_browser(ada).post(address).status_code == 409


def test_by_the_api_only_who_decides_undoes(suggestion: Suggestion, ada: User, eve: User) -> None:
    accept(suggestion, by=ada)
    address = f"/api/v1/projects/{suggestion.document.project.slug}/suggestions/{suggestion.pk}/undoing"
    assert at_browser(eve).post(address, headers=by_token(eve)).status_code == 404
    answer = at_browser(ada).post(address, headers=by_token(ada))
    assert answer.status_code == 200
    assert answer.json()["outcome"] == ""
    assert len(answer.json()["changes"]) == 2


@pytest.mark.parametrize(
    ("better", "words"),
    [
        (TEXT.replace("about 4 %", "**about 4 %**"), "Bold: “about 4 %”"),
        (TEXT.replace("# Result", "## Result"), "Heading 2"),
        (TEXT.replace("No part", "[No part](https://a.example/)"), "Link: “No part”"),
    ],
)
def test_a_change_of_look_is_said_in_words_before_and_after_it_is_decided(
    document: Document, ada: User, bo: User, better: str, words: str
) -> None:
    made = fresh(suggest_text(document, nodes_of(better), by=bo))
    page = reverse("documents:suggestion", args=[document.project.slug, made.pk])
    assert words in at_browser(ada).get(page).content.decode()
    accept(made, by=ada)
    assert words in at_browser(ada).get(page).content.decode()


def read_places(document: Document) -> list[str]:
    """Return what the page of suggestions sends back, of each that is open."""
    return [f"{one.pk}:{fresh(one).changes().seen}" for one in document.suggestions.open()]


def test_all_that_was_read_is_accepted_or_refused_by_one_press_and_taken_back_by_another(
    document: Document, ada: User, bo: User, fay: User
) -> None:
    document.circle.admit(fay, by=ada)
    his = suggest_text(document, nodes_of(TEXT.replace("about 4 %", "3.8 %")), by=bo)
    hers = suggest_text(document, nodes_of(TEXT.replace("No part", "Not one part")), by=fay)
    page, browser = reverse("documents:suggestions", args=[document.project.slug, document.number]), at_browser(ada)
    shown, read = browser.get(page).content.decode(), read_places(document)
    assert "Accept all 2" in shown
    assert "Accept all from Fay" in shown
    assert all(f'name="seen" value="{one}"' in shown for one in read)
    address = reverse("documents:suggestion_verdicts", args=[document.project.slug, document.number])
    decided = browser.post(address, {"verdict": "accept", "seen": read})
    both = TEXT.replace("about 4 %", "3.8 %").replace("No part", "Not one part")
    assert says(document) == both
    batch = decided.headers["Location"].partition("?decided=")[2]
    undoing = reverse("documents:undo_verdicts", args=[document.project.slug, document.number])
    assert batch in browser.get(decided.headers["Location"]).content.decode()
    assert browser.post(undoing, {"batch": batch}).status_code == 302
    assert says(document) == TEXT
    assert document.suggestions.open().count() == 2
    assert browser.post(undoing, {"batch": batch}).status_code == 409

    read = read_places(document)
    retypes(hers, TEXT.replace("No part", "Every part"), fay)
    browser.post(address, {"verdict": "accept", "seen": read})
    assert says(document) == TEXT.replace("about 4 %", "3.8 %")  # what she changed since was not read
    assert [one.pk for one in document.suggestions.open()] == [hers.pk]
    assert fresh(his).outcome == "accepted"
    browser.post(address, {"verdict": "refuse"})
    assert fresh(hers).ended_at is None


def test_what_its_author_withdrew_is_not_opened_by_undoing(suggestion: Suggestion, ada: User, bo: User) -> None:
    first, _second = keys(suggestion)
    accept(suggestion, by=ada, keys=[first])
    withdraw(fresh(suggestion), by=bo)
    with pytest.raises(Refused):
        undo(suggestion, ada)
    assert fresh(suggestion).outcome == "withdrawn"


def test_a_guest_reads_no_words_that_went_and_undoes_no_decision_of_a_member(
    document: Document, ada: User, bo: User
) -> None:
    made = fresh(suggest_text(document, nodes_of(TEXT.replace("about 4 %", "3.8 %")), by=bo))
    accept(made, by=ada)
    gil = a_person("Gil Lab")
    invite_guest(document, str(gil.email), level="write", reason="Tests", ends_on=None, by=ada)
    accept_invitation(Guest.objects.get(email=gil.email), by=gil)
    slug, browser = document.project.slug, at_browser(gil)
    page = reverse("documents:suggestion", args=[slug, made.pk])
    assert "about 4" not in browser.get(page).content.decode()
    assert "about 4" in at_browser(bo).get(page).content.decode()
    assert browser.post(reverse("documents:undo_verdict", args=[slug, made.pk])).status_code == 403
    assert "3.8 %" in says(document)


def test_a_copy_brings_in_no_markup_by_a_verdict(suggestion: Suggestion, ada: User) -> None:
    refuse(suggestion, by=ada)
    verdict = suggestion.verdicts.get()
    verdict.changes = [{"key": "k", "words": [["meta http-equiv=refresh", "x"], ["ins", "3.8"], 7]}, "no"]
    clean_verdict(verdict)
    assert verdict.changes == [{"key": "k", "kind": "", "words": [["ins", "3.8"]], "looks": []}]

"""What a person of a sister circle may do: every address of every app, by page and by API, with what is open to them.

An address that is not named here has to refuse them: a new one is closed until a person says why it is open.
"""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from audit.models import Head
from tests.architecture.addresses import Examples, one_of_each, operations, pages
from tests.support.entry_points import at_browser, by_token

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

# The whole project reads, writes its documents, talks, and makes sure that nothing gets lost (ADR 10).
OPEN_PAGES = {
    "answer/<str:secret>/": "speaks for whom its link was sent to: tests/inbox/test_mailed_positions.py",
    "absences/": "one's own: whoever is in the project may be away from it",
    "actions/new/": "whoever is in the project may give a person in it an action",
    "actions/changes/<str:token>/undo/": "the way back from one's own change",
    "actions/import/": "as actions/new/; what a line changes, asks for rights: tests/actions/test_together.py",
    "actions/labels/": "labels belong to the whole project",
    "actions/labels/<int:pk>/": "labels belong to the whole project",
    "actions/labels/<int:pk>/removal/": "labels belong to the whole project",
    "chat/<slug:circle>/<uuid:topic>/draft/": "one's own",
    "chat/<slug:circle>/<uuid:topic>/messages/": "talk is open inside",
    "chat/<slug:circle>/<uuid:topic>/readings/": "one's own place",
    "chat/<slug:circle>/readings/": "one's own places",
    "chat/<slug:circle>/topics/": "talk is open inside",
    "catch-up/<slug:section>/reading/": "one's own",
    "later/": "one's own, not said yet",
    "later/<uuid:key>/removal/": "one's own, not said yet",
    "later/<uuid:key>/sending/": "one's own, not said yet",
    "search/saved/": "one's own",
    "search/saved/<int:key>/removal/": "one's own",
    "direct/new/": "whoever is in the project writes to whoever is",
    "messages/<uuid:message>/pins/": "talk is open inside",
    "messages/<uuid:message>/reactions/": "talk is open inside",
    "messages/<uuid:message>/unpinning/": "talk is open inside",
    "circles/<slug:circle>/changes/<slug:kind>/": "asks first what it is about; rights: circles/test_change_pages.py",
    "circles/<slug:circle>/star/": "one's own",
    "first-circles/": "who has a voice in the general circle opens circles in it: tests/invitations/test_beginning.py",
    "bots/": "of circles into which one may let guests: tests/invitations/test_bots.py",
    "people/inviting/": "into circles in which one may: tests/invitations/test_beginning.py",
    "star/": "one's own",
    "circles/<slug:circle>/points/": "anyone brings a point to any circle's sync",
    "decisions/<int:number>/objections/": "who is in the project objects to what is decided",
    "decisions/filters/": "one's own",
    "decisions/filters/<int:pk>/removal/": "one's own",
    "decisions/printouts/": "everyone may take the register along",
    "decisions/printouts/<uuid:key>/": "one's own",
    "decisions/printouts/<uuid:key>/file/": "one's own",
    "webhooks/": "one's own; a program hears what its person may read",
    "takeaways/": "everyone may take along what they may read",
    "takeaways/<uuid:key>/": "one's own",
    "takeaways/<uuid:key>/file/": "one's own",
    "documents/<int:number>/restriction/followers/": "whoever knows of a document hears when it opens",
    "documents/<int:number>/restriction/requests/": "whoever knows of a document asks to read it",
    "documents/<int:number>/archive/": "everyone writes in all documents; restored by one click",
    "documents/<int:number>/archive/ending/": "everyone writes in all documents",
    "documents/<int:number>/circle/<slug:circle>/": "everyone writes in all documents",
    "documents/<int:number>/circle/": "everyone writes in all documents",
    "documents/<int:number>/copies/": "everyone begins documents",
    "documents/<int:number>/favourite/": "one's own",
    "documents/exports/": "everyone may take along what they may read",
    "documents/<int:number>/history/versions": "everyone writes in all documents",
    "documents/<int:number>/history/versions/<int:version>/name": "everyone writes in all documents",
    "documents/<int:number>/history/versions/<int:version>/restorations": "everyone writes in all documents",
    "comments/<int:comment>/reactions/": "everyone comments on all documents",
    "documents/<int:number>/comments/": "everyone comments on all documents",
    "documents/<int:number>/history/restorations": "everyone writes in all documents",
    "documents/<int:number>/suggestions/": "everyone suggests in all documents",
    "documents/<int:number>/suggestions/verdicts/": "everyone writes in all documents",
    "documents/<int:number>/suggestions/undoing/": "everyone writes in all documents",
    "suggestions/<int:suggestion>/acceptance/": "everyone writes in all documents",
    "suggestions/<int:suggestion>/refusal/": "everyone writes in all documents",
    "suggestions/<int:suggestion>/undoing/": "everyone writes in all documents",
    "threads/<int:thread>/comments/": "everyone comments on all documents",
    "threads/<int:thread>/outcome/": "everyone comments on all documents",
    "threads/<int:thread>/readings/": "one’s own inbox",
    "threads/<int:thread>/reopening/": "everyone comments on all documents",
    "documents/<int:number>/clauses/new/": "everyone writes in all documents",
    "specification/clauses/<str:key>/description/": "everyone writes in all documents",
    "specification/clauses/<str:key>/removal/": "everyone writes in all documents; says that it is ratified",
    "documents/<int:number>/visits/": "one's own",
    "documents/<int:number>/reading/": "one's own",
    "documents/<int:number>/sync": "everyone writes in all documents",
    "documents/<int:number>/pasted/": "writes nothing: reads what one pastes",
    "documents/<int:number>/title": "everyone writes in all documents",
    "documents/<int:number>/templates/": "everyone offers templates",
    "documents/templates/<uuid:template>/removal/": "everyone offers templates",
    "documents/import": "everyone begins documents",
    "documents/folders/": "everyone orders documents",
    "documents/folders/<int:folder>/name": "everyone orders documents",
    "documents/folders/<int:folder>/place/": "everyone orders documents",
    "documents/folders/<int:folder>/removal/": "everyone orders documents; what is in it stays",
    "documents/tags/<int:tag>/name": "tags belong to the whole project",
    "documents/tags/<int:tag>/removal/": "tags belong to the whole project",
    "documents/<int:number>/place/": "everyone orders documents",
    "documents/<int:number>/order/": "everyone orders documents",
    "documents/folders/<int:folder>/order/": "everyone orders documents",
    "documents/<int:number>/tags/": "tags belong to the whole project",
    "documents/chosen/places/": "everyone orders documents",
    "documents/chosen/tags/": "tags belong to the whole project",
    "documents/chosen/archives/": "as documents/<int:number>/archive/",
    "documents/chosen/restorations/": "as documents/<int:number>/archive/ending/",
    "documents/chosen/undoing/<str:token>/": "the way back from one's own change",
    "documents/new": "everyone begins documents",
    "guest/topics/<uuid:topic>/messages/": "talk is open inside, by the address of guests as well",
    "guest/topics/<uuid:topic>/readings/": "one's own place",
    "proposals/<int:number>/amendment/": "everyone writes in an amendment",
    "proposals/<int:number>/claims/": "who is affected says so",
    "proposals/<int:number>/questions/": "any member asks",
    "proposals/<int:number>/editorials/<int:pk>/refusal/": "any member says that it is more than wording",
    "proposals/<int:number>/verdict/": "writes nothing",
    "proposals/new/": "in a circle of one's own",
    "proposals/route/": "writes nothing",
    "proposals/small/": "in a circle of one's own",
    "proposals/urgent/": "in a circle of one's own",
    "questions/<int:number>/tracks/": "who is in the project proposes ways to answer its questions",
    "questions/new/": "who is in the project asks any circle a question",
    "sync/<int:number>/hands/": "guests are heard",
    "sync/<int:number>/points/<int:pk>/positions/": "for whom is asked; others get the reason (409)",
    "sync/new/": "in a circle of one's own",
    "sync/<int:number>/presences/": "guests are welcome",
    "sync/pulses/": "one's own",
    "sync/pulses/repetition/": "one's own",
    "tracks/<int:number>/evidence/": "who is in the project adds what they found",
    "tracks/notes/": "who is in the project adds what they found",
    "tracks/<int:number>/members/": "who is in the project explores a track, too",
    "tracks/<int:number>/members/departure/": "one's own",
    "talk/<slug:kind>/<str:key>/draft/": "one's own",
    "talk/<slug:kind>/<str:key>/messages/": "talk is open inside",
    "readings/": "one's own places",
    "readings/<str:at>/undoing/": "one's own places",
    "talk/<slug:kind>/<str:key>/readings/": "one's own place",
}
OPEN_OPERATIONS = {
    ("POST", "projects/{slug}/absences"): "one's own: whoever is in the project may be away from it",
    ("POST", "documents/{uuidstr:document}/templates"): "everyone offers templates",
    ("DELETE", "projects/{slug}/document-templates/{uuidstr:template}"): "everyone offers templates",
    ("PATCH", "documents/{uuidstr:document}"): "everyone writes in all documents",
    ("POST", "documents/{uuidstr:document}/restriction/followers"): "whoever knows of a document hears when it opens",
    ("POST", "documents/{uuidstr:document}/restriction/requests"): "whoever knows of a document asks to read it",
    ("POST", "documents/{uuidstr:document}/copies"): "everyone begins documents",
    ("PUT", "documents/{uuidstr:document}/place"): "everyone orders documents",
    ("PUT", "documents/{uuidstr:document}/order"): "everyone orders documents",
    ("PUT", "projects/{slug}/document-folders/{int:folder}/order"): "everyone orders documents",
    ("POST", "documents/{uuidstr:document}/suggestions/verdicts"): "everyone writes in all documents",
    ("POST", "documents/{uuidstr:document}/suggestions/undoing"): "everyone writes in all documents",
    ("PUT", "documents/{uuidstr:document}/tags"): "tags belong to the whole project",
    ("POST", "projects/{slug}/document-folders"): "everyone orders documents",
    ("PATCH", "projects/{slug}/document-folders/{int:folder}"): "everyone orders documents",
    ("DELETE", "projects/{slug}/document-folders/{int:folder}"): "everyone orders documents; what is in it stays",
    ("PATCH", "projects/{slug}/document-tags/{int:tag}"): "tags belong to the whole project",
    ("DELETE", "projects/{slug}/document-tags/{int:tag}"): "tags belong to the whole project",
    ("POST", "projects/{slug}/document-changes"): "everyone orders documents",
    ("PUT", "documents/{uuidstr:document}/favourite"): "one's own",
    ("PUT", "documents/{uuidstr:document}/reading"): "one's own",
    ("POST", "projects/{slug}/document-exports"): "everyone may take along what they may read",
    ("POST", "projects/{slug}/document-imports"): "everyone begins documents",
    ("DELETE", "documents/{uuidstr:document}/favourite"): "one's own",
    ("POST", "documents/{uuidstr:document}/versions"): "everyone writes in all documents",
    ("PATCH", "documents/{uuidstr:document}/versions/{int:number}"): "everyone writes in all documents",
    ("POST", "documents/{uuidstr:document}/versions/{int:number}/restorations"): "everyone writes in all documents",
    ("POST", "documents/{uuidstr:document}/comments"): "everyone comments on all documents",
    ("POST", "documents/{uuidstr:document}/suggestions"): "everyone suggests in all documents",
    ("POST", "projects/{slug}/suggestions/{suggestion}/acceptance"): "everyone writes in all documents",
    ("POST", "projects/{slug}/suggestions/{suggestion}/refusal"): "everyone writes in all documents",
    ("POST", "projects/{slug}/suggestions/{suggestion}/undoing"): "everyone writes in all documents",
    ("POST", "projects/{slug}/comments/{comment}/reactions"): "everyone comments on all documents",
    ("POST", "projects/{slug}/threads/{thread}/comments"): "everyone comments on all documents",
    ("POST", "projects/{slug}/threads/{thread}/outcome"): "everyone comments on all documents",
    ("POST", "projects/{slug}/threads/{thread}/readings"): "one’s own inbox",
    ("POST", "projects/{slug}/threads/{thread}/reopening"): "everyone comments on all documents",
    ("POST", "projects/{slug}/clauses"): "everyone writes in all documents",
    ("PATCH", "projects/{slug}/clauses/{key}"): "everyone writes in all documents",
    ("DELETE", "projects/{slug}/clauses/{key}"): "everyone writes in all documents; says that it is ratified",
    ("PATCH", "me"): "oneself",
    ("POST", "me/picture"): "oneself",
    ("DELETE", "me/picture"): "oneself",
    ("PUT", "projects/{slug}/star"): "one's own",
    ("DELETE", "projects/{slug}/star"): "one's own",
    ("PUT", "projects/{slug}/circles/{key}/star"): "one's own",
    ("DELETE", "projects/{slug}/circles/{key}/star"): "one's own",
    ("POST", "joining/{secret}"): "whoever has the link joins: circles/test_joining.py",
    ("POST", "inbox/reading"): "one's own",
    ("POST", "inbox/{pk}/reading"): "one's own",
    ("POST", "inbox/{pk}/done"): "one's own",
    ("POST", "inbox/{pk}/return"): "one's own",
    ("POST", "inbox/{pk}/snooze"): "one's own",
    ("PUT", "me/attention"): "oneself",
    ("POST", "me/reminders"): "oneself",
    ("DELETE", "me/reminders/{key}"): "oneself",
    ("PUT", "me/undisturbed"): "oneself",
    ("POST", "projects/{slug}/catch-up/{section}/reading"): "one's own",
    ("POST", "projects/{slug}/scheduled-messages"): "one's own, not said yet",
    ("DELETE", "projects/{slug}/scheduled-messages/{key}"): "one's own, not said yet",
    ("POST", "projects/{slug}/searches"): "one's own",
    ("DELETE", "projects/{slug}/searches/{key}"): "one's own",
    ("PUT", "me/notifications"): "oneself",
    ("PUT", "me/notifications/{kind}"): "oneself",
    ("DELETE", "me/notifications/mail-stop"): "oneself",
    ("POST", "me/calendars"): "oneself",
    ("POST", "me/tour"): "oneself",
    ("POST", "me/tour/ending"): "oneself",
    ("POST", "projects"): "everyone makes projects",
    ("POST", "uploads"): "asks first what it is for; rights: tests/files/test_things.py",
    ("POST", "tickets"): "everyone writes in all documents",
    ("POST", "projects/{slug}/questions"): "who is in the project asks any circle a question",
    ("POST", "projects/{slug}/questions/{number}/tracks"): "who is in the project proposes ways to answer questions",
    ("POST", "projects/{slug}/tracks/{number}/evidence"): "who is in the project adds what they found",
    ("POST", "projects/{slug}/tracks/{number}/members"): "who is in the project explores a track, too",
    ("POST", "projects/{slug}/tracks/{number}/departure"): "one's own",
    ("POST", "projects/{slug}/actions"): "whoever is in the project may give a person in it an action",
    ("POST", "projects/{slug}/actions/changes/undo"): "the way back from one's own change",
    ("POST", "projects/{slug}/actions/imports"): "as actions; what a line changes, asks for rights",
    ("POST", "projects/{slug}/action-labels"): "labels belong to the whole project",
    ("POST", "projects/{slug}/action-labels/{pk}/name"): "labels belong to the whole project",
    ("POST", "projects/{slug}/action-labels/{pk}/removal"): "labels belong to the whole project",
    ("POST", "projects/{slug}/circles/{key}/changes/reopening"): "says first that it is not closed",
    ("POST", "projects/{slug}/circles/{key}/points"): "anyone brings a point to any circle's sync",
    ("POST", "projects/{slug}/proposals/{number}/editorials/{editorial}/refusal"): "any member says it is more",
    ("POST", "projects/{slug}/circles/{key}/topics"): "talk is open inside",
    ("POST", "projects/{slug}/circles/{key}/readings"): "one's own places",
    ("POST", "projects/{slug}/readings"): "one's own places",
    ("DELETE", "projects/{slug}/decision-filters/{key}"): "one's own",
    ("POST", "projects/{slug}/decision-filters"): "one's own",
    ("POST", "projects/{slug}/decision-printouts"): "everyone may take the register along",
    ("POST", "projects/{slug}/webhooks"): "one's own; a program hears what its person may read",
    ("POST", "me/tokens/{int:pk}/ending"): "one's own",
    ("POST", "projects/{slug}/takeaways"): "everyone may take along what they may read",
    ("POST", "projects/{slug}/documents"): "everyone begins documents",
    ("POST", "projects/{slug}/proposals/{number}/amendment"): "everyone writes in an amendment",
    ("POST", "projects/{slug}/proposals/{number}/claims"): "who is affected says so",
    ("POST", "projects/{slug}/proposals/{number}/questions"): "any member asks",
    ("POST", "projects/{slug}/pulses"): "one's own",
    ("POST", "projects/{slug}/routes"): "writes nothing",
    ("POST", "projects/{slug}/syncs/{number}/hands"): "guests are heard",
    ("POST", "projects/{slug}/syncs/{number}/presences"): "guests are welcome",
    ("POST", "projects/{slug}/talk/{name}/messages"): "talk is open inside",
    ("POST", "projects/{slug}/topics/{topic}/messages"): "talk is open inside",
    ("POST", "projects/{slug}/topics/{topic}/readings"): "one's own place",
    ("PUT", "projects/{slug}/topics/{topic}/draft"): "one's own",
    ("POST", "projects/{slug}/messages/{message}/reactions"): "talk is open inside",
    ("POST", "projects/{slug}/messages/{message}/pin"): "talk is open inside",
    ("DELETE", "projects/{slug}/messages/{message}/pin"): "talk is open inside",
    ("POST", "projects/{slug}/direct"): "whoever is in the project writes to whoever is",
}


@pytest.fixture
def examples() -> Examples:
    """Make one of each: what is numbered is number 1 of its kind."""
    return one_of_each()


CLOSED = {403, 404, 405}


def wrong(examples: Examples, given: int, before: int, by_fay: Callable[[], Any]) -> str:
    """Say what is wrong with an answer to pia, or nothing: not closed, something done, or an address of nothing."""
    if given not in CLOSED or Head.seq_of(examples.cast.project.pk) != before:
        return f"open, {given}"
    if given != 404:
        return ""
    with transaction.atomic():
        found = by_fay().status_code != 404
        transaction.set_rollback(True)
    return "" if found else "no such thing at all"


def test_a_page_is_closed_to_sister_circles_unless_listed_as_open(examples: Examples) -> None:
    before = Head.seq_of(examples.cast.project.pk)
    pia, fay = at_browser(examples.cast.pia), at_browser(examples.cast.fay)
    found = {}
    for pattern in sorted(set(pages()) - set(OPEN_PAGES)):
        address, body = f"/p/{examples.cast.project.slug}/{examples.fill(pattern)}", examples.body(pattern)
        given = pia.post(address, body).status_code
        found[pattern] = wrong(examples, given, before, partial(fay.post, address, body))
    assert {pattern: why for pattern, why in found.items() if why} == {}


def test_an_operation_is_closed_to_sister_circles_unless_listed_as_open(examples: Examples) -> None:
    before = Head.seq_of(examples.cast.project.pk)
    pia, fay = (Client(headers=by_token(examples.cast[name])) for name in ("pia", "fay"))
    found = {}
    for method, pattern in sorted(set(operations()) - set(OPEN_OPERATIONS)):
        asked = (method, f"/api/v1/{examples.fill(pattern)}", json.dumps(examples.body(pattern)), "application/json")
        given = pia.generic(*asked).status_code
        found[method, pattern] = wrong(examples, given, before, partial(fay.generic, *asked))
    assert {pattern: why for pattern, why in found.items() if why} == {}


def test_what_is_listed_as_open_exists() -> None:
    assert set(OPEN_PAGES) <= set(pages())
    assert set(OPEN_OPERATIONS) <= set(operations())

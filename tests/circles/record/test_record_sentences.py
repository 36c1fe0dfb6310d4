"""Events as whole sentences: in both languages, whatever was written, with what is missing or erased."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import translation

from circles.projects.models import Project
from circles.record.templates import RecordedEvent, render_event, sentences_by_event
from circles.record.timeline import Sentence, sentences_of
from foundation.audit.event_types import event_label
from foundation.audit.models import Entry, PersonalValue
from foundation.web.languages import LANGUAGES
from tests.factories import a_circle, a_person, a_project
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db

HOSTILE = '<img src=x onerror="alert(1)"> {who} {0} %(x)s & co.'
VALUES: dict[str, Any] = {
    "Field": "circle decides file first hard_to_undo into last of off origin server statement to voice_in within",
    "a reason.": "because expected how learned line look name note purpose reason reopen_if text waits_for what why",
    "2026-11-24": "acted_at after before day done_on next_on on until",
    "1140.00": "amount budget cost limit limit_before money unit_limit",
    "P-2": "action addition element names proposal revoked_by successor",
}
COUNTS = (
    "asked clauses concerns documents entries messages minutes opened_by passed percent processes review_months round"
    " topics"
)
FULL: dict[str, Any] = {
    **{name: value for value, names in VALUES.items() for name in names.split()},
    **dict.fromkeys(COUNTS.split(), 3),
    "affects": ["Electronics"],
    "answer": "go_on",
    "below": "DOC-3 Pumps",
    "cause": "kill",
    "changed": ["text", "cost"],
    "came_true": "yes",
    "decides": "General",
    "decisions": 2,
    "files": ["talk.json"],
    "folder": "Tests",
    "into": "Tests",
    "in_sync": False,
    "leaves": ["Market"],
    "level": "comment",
    "outcome": "decided",
    "point": "P-2 A seal",
    "question": "Why a seal?",
    "settled": "It stays at 48 V.",
    "position": "no_objection",
    "recurrence": "FREQ=WEEKLY;BYDAY=TU",
    "role": "pilot",
    "origin": "pumps.reqif",
    "parents": "SPEC-2.1",
    "source": "talk",
    "sync": "S-5, General sync",
    "resolved_as": "answered",
    "version": 3,
    "made": 4,
    "versions": 9,
    "changes": 2,
    "decision": "D-1",
    "document": "DOC-1",
    "format": "pdf",
    "skills": ["design", "QGIS"],
    "step": "react",
}
"""Something for every fact that an event may have."""
PEOPLE = {name: name.title() for name in ("author", "person", "before", "deputy", "owner", "address", "without")}


def an_event(project: Project, event_type: str, *, by: str | None = "Ada", **given: Any) -> RecordedEvent:
    """Return an event that nobody did, with what is `given` of its facts, people, title and reference."""
    facts, title = given.get("facts", {}), given.get("title", "A seal")
    actor = uuid4() if by is not None else None
    kind, reference = given.get("kind", "proposal"), given.get("reference", "P-1")
    moment = datetime(2026, 11, 24, 9, tzinfo=UTC)
    entry = Entry(event=event_type, facts=facts, title=title, reference=reference, actor=actor, happened_at=moment)
    entry.subject_kind = kind
    return RecordedEvent(entry, project, by, given.get("people", {}), project.circles.general())


def said(event: RecordedEvent, language: str = "en") -> str:
    with translation.override(language):
        told = render_event(event)
    assert told is not None
    return told.text.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_event_type_has_a_sentence_once_its_facts_are_there(language: str) -> None:
    project, wrong = a_project(), []
    for event_type, how in sentences_by_event().items():
        facts = {**FULL, **how.phrases[0].given}
        if event_type == "sync.closed":
            facts |= {"decisions": ["D-1"], "actions": []}
        if event_type == "proposal.rerouted":
            facts |= {"why": "named, over limit"}
        words = said(an_event(project, event_type, facts=facts, people=PEOPLE), language)
        if not words.endswith((".", "»", "”")) or set("{}") & set(words):
            wrong.append(words)
    assert wrong == []


@pytest.mark.parametrize(
    ("event_type", "facts", "english", "french"),
    [
        (
            "objection.raised",
            {"position": "objection", "round": 2, "names": "FE-2", "blocks": True},
            "Ada objected to P-1 A seal (round 2). It names FE-2. The decision is blocked.",
            "Ada a fait objection à P-1 A seal (tour 2). L’objection invoque FE-2. La décision est bloquée.",
        ),
        (
            "proposal.round_opened",
            {"round": 2, "asked": 9},
            "Ada opened round 2 of P-1 A seal; 9 people are asked.",
            "Ada a ouvert le tour 2 de P-1 A seal ; 9 personnes sont consultées.",
        ),
        (
            "proposal.round_opened",
            {"round": 2},
            "Ada opened round 2 of P-1 A seal.",
            "Ada a ouvert le tour 2 de P-1 A seal.",
        ),
        (
            "proposal.claimed",
            {"circle": "Supply", "what": "two lots change the freight."},
            "Ada claimed P-1 A seal for Supply: “two lots change the freight”.",
            "Ada a signalé que P-1 A seal concerne le cercle Supply : « two lots change the freight ».",
        ),
        (
            "proposal.rerouted",
            {"decides": "General", "in_sync": True, "why": "named, over limit", "after": "money", "of": "Field"},
            (
                "Money came to Field or left it: the route has changed. P-1 A seal goes to the general sync: "
                "a circle is named in it and it costs more than a circle commits at once."
            ),
            (
                "De l’argent est entré dans Field ou en est sorti : le circuit a changé. P-1 A seal va à la synchro "
                "générale : un cercle y est nommé et elle coûte plus qu’un cercle n’engage en une fois."
            ),
        ),
        (
            "sync.point_started",
            {"point": "Nobody tries the firmware."},
            "Ada opened “Nobody tries the firmware” in P-1 A seal.",
            "Ada a ouvert « Nobody tries the firmware » pendant P-1 A seal.",
        ),
        (
            "proposal.lapsed",
            {"why": "no consent"},
            "The round of P-1 A seal closed: nobody said “no objection”, so it lapsed.",
            "Le tour de P-1 A seal est clos : personne n’a dit « pas d’objection », la proposition est donc caduque.",
        ),
        (
            "small_act.recorded",
            {"done_on": "2026-11-23", "cost": "1140"},
            "Ada recorded a small decision of Monday 23 November: P-1 A seal, for €1,140.",
            "Ada a enregistré une petite décision du lundi 23 novembre : P-1 A seal, pour 1 140 €.",
        ),
        (
            "ritual.changed",
            {"recurrence": "FREQ=WEEKLY;BYDAY=TU,TH"},
            "Ada changed a recurring sync: P-1 A seal, every week, Tuesday and Thursday.",
            "Ada a modifié une synchro récurrente : P-1 A seal, chaque semaine, mardi et jeudi.",
        ),
        (
            "sync.closed",
            {"decisions": ["D-1"], "actions": ["A-1", "A-2"]},
            "Ada closed P-1 A seal: one decision and 2 actions.",
            "Ada a clos P-1 A seal : une décision et 2 actions.",
        ),
        (
            "action.rescheduled",
            {"before": "", "after": "2026-12-03"},
            "Ada set the due date of P-1 A seal to Thursday 3 December.",
            "Ada a donné une échéance à P-1 A seal : le jeudi 3 décembre.",
        ),
    ],
)
def test_an_event_reads_as_a_sentence_in_both_languages(
    event_type: str, facts: dict[str, Any], english: str, french: str
) -> None:
    project = a_project()
    assert said(an_event(project, event_type, facts=facts)) == english
    assert said(an_event(project, event_type, facts=facts), "fr") == french


@pytest.mark.both_databases
def test_by_itself_it_is_the_decision_that_did_it() -> None:
    event = an_event(a_project(), "domain.given_up", by=None, facts={"decision": "D-2"})
    assert said(event) == "D-2 gave up the domain P-1 A seal."


@pytest.mark.parametrize("event_type", ["action.finished", "proposal.claimed", "action.reassigned"])
def test_what_people_wrote_is_never_read_as_html_or_as_a_place(event_type: str) -> None:
    facts = {"how": HOSTILE, "what": HOSTILE, "circle": HOSTILE}
    people = {"person": HOSTILE, "before": HOSTILE}
    told = render_event(an_event(a_project(), event_type, by=HOSTILE, title=HOSTILE, facts=facts, people=people))
    assert told is not None
    assert "<img" not in told.html
    assert "&lt;img src=x onerror=&quot;alert(1)&quot;&gt; {who} {0} %(x)s &amp; co" in told.html
    assert HOSTILE.removesuffix(".") in told.text


def test_a_person_who_was_erased_is_somebody() -> None:
    ada, bo = a_person("Ada Mercier"), a_person("Bo Nguyen")
    project = a_project(ada)
    project.circles.general().admit(bo, by=ada)
    PersonalValue.objects.filter(value__in=["Ada Mercier", "Bo Nguyen"]).update(value="", salt="")
    shown = at_browser(ada).get(f"/p/{project.slug}/record/").content.decode()
    assert "<strong>Someone whose name was erased</strong> added someone whose name was erased to the circle" in shown
    assert "Bo Nguyen" not in shown.split('id="log"')[1]


@pytest.mark.parametrize(
    ("event_type", "facts"),
    [
        ("proposal.claimed", {}),
        ("proposal.rerouted", {"decides": "General", "in_sync": True, "why": "for a reason of old"}),
        ("money.allotted", {"amount": "much", "to": "Field"}),
        ("membership.time_share_set", {"percent": "half"}),
        ("danced", {"how": "well"}),
    ],
)
def test_an_entry_without_what_its_sentence_needs_reads_as_before(event_type: str, facts: dict[str, Any]) -> None:
    ada = a_person("Ada Mercier")
    project = a_project(ada)
    what: dict[str, Any] = {"subject_kind": "proposal", "subject": "1", "reference": "P-1", "title": "A seal"}
    entry = Entry.write(
        project=project.pk, actor=ada.pk, event=event_type, facts=facts, personal={"by": ada.name}, **what
    )
    (sentence,) = sentences_of(project, [entry], ada)
    assert sentence.rendered is None
    label = event_label(event_type)
    assert sentence.text == f"Ada Mercier {label} P-1 A seal"
    shown = at_browser(ada).get(f"/p/{project.slug}/record/").content.decode()
    assert f"<strong>Ada Mercier</strong> {label} <a href" in shown


def test_what_people_wrote_is_no_html_either_where_no_sentence_fits() -> None:
    event = an_event(a_project(), "danced", by=HOSTILE, title=HOSTILE, people={"person": HOSTILE})
    html = Sentence(event, user=None, rendered=render_event(event)).html
    assert html.count("&lt;img src=x onerror=&quot;alert(1)&quot;&gt; {who} {0} %(x)s &amp; co") == 3
    assert "<img" not in html


def test_what_is_too_long_for_a_sentence_stands_whole_among_the_details() -> None:
    ada = a_person("Ada Mercier")
    project = a_project(ada)
    long = "A word and " * 40
    what: dict[str, Any] = {"subject_kind": "action", "subject": "1", "reference": "A-1", "title": "A seal"}
    entry = Entry.write(project=project.pk, actor=ada.pk, event="action.finished", facts={"how": long}, **what)
    (sentence,) = sentences_of(project, [entry], ada)
    assert sentence.text.endswith(" …”.")
    assert [value for _name, value in sentence.facts] == [long]


def test_the_api_gives_the_sentence_beside_the_facts() -> None:
    ada, bo = a_person("Ada Mercier"), a_person("Bo Nguyen")
    project = a_project(ada)
    a_circle(ada, inside=project.circles.general(), name="Field").admit(bo, by=ada)
    headers = by_token(ada) | {"accept-language": "fr"}
    answer = Client().get(f"/api/v1/projects/{project.slug}/record", headers=headers).json()
    newest = answer["entries"][0]
    assert newest["sentence"] == "Ada Mercier a ajouté Bo Nguyen au cercle Field."
    assert newest["fields"]["event"] == "membership.added"

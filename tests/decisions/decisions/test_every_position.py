"""Each position has all that is asked of it, in every place that shows positions, in both languages.

Whoever adds one runs this file: it names each place that lacks it.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.html import escape

from daily.syncs.models import Outcome
from daily.syncs.templatetags.syncs import position_counts
from daily.syncs.workflows.minutes_decision import SILENT, decided_in
from daily.syncs.workflows.opening import open_sync
from decisions.decision_files.exports.print_view import printed, to_print
from decisions.decision_files.takeaway import rounds_of
from decisions.decisions.contexts.mailed_round import secret_of
from decisions.decisions.forms.rounds import VoiceForm
from decisions.decisions.mail_parts import position_part
from decisions.decisions.models import Decision, Proposal, Round
from decisions.decisions.models.rounds.position_kind import SILENCE, WITHOUT_TESTS, PositionKind
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import open_round
from decisions.decisions.workflows.round_closing import write_due_outcomes
from decisions.traceability.contexts.why import taken
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.models import Notice
from tests.architecture.sources import ROOT
from tests.factories import a_person, a_project, a_round, an_element, valid_objection_tests

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
BUTTON = r"<(button|a|label)\b[^>]*\bdata-key=\"{key}\"[^>]*>(.*?)</\1>"
SAME_IN_FRENCH = {"Objection", "2 objections"}
type Needed = Callable[[PositionKind], Iterable[object]]


class Scene:
    """Ada proposes, and each of the `sayers` says something else; bo is silent, fay leads the sync that decides."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.ada, self.bo, self.fay = (a_person(name, language=language) for name in ("Ada", "Bo", "Fay"))
        self.sayers = {kind: a_person(f"Says{kind.facts.key}", language=language) for kind in PositionKind}
        self.project = a_project(self.ada, language=language)
        self.general = self.project.circles.general()
        for person in (self.bo, self.fay, *self.sayers.values()):
            self.general.admit(person, by=self.ada, roles=["facilitator"] if person == self.fay else [])
        self.element = an_element(self.project)
        at = clock.now() - timedelta(days=10)
        terms: dict[str, Any] = {"tension": "It leaks.", "text": "We change the pump.", "reversibility": "irreversible"}
        self.in_sync = open_round(Proposal.propose(self.general, by=self.ada, at=at, **terms), by=self.ada, at=at)
        self.say(self.in_sync, PositionKind)
        Round.objects.filter(pk=self.in_sync.pk).update(earliest_at=at)  # who needed time has had it: the sync takes it
        self.in_sync.refresh_from_db()
        self.say(
            a_round(circle=self.general, by=self.ada, reversibility="irreversible"), PositionKind, heard_by=self.fay
        )
        self.sync = open_sync(self.general, by=self.fay)
        self.sync.go_to_next_point(by=self.fay)

    def say(self, round_: Round, kinds: Iterable[PositionKind], *, heard_by: User | None = None) -> None:
        """Let each sayer take their position."""
        for kind in kinds:
            tests = valid_objection_tests(self.element) if kind.asks_tests else None
            said: dict[str, Any] = {"words": f"Words of {kind.value}" if kind.asks_more else "", "in_sync": True}
            take_position(round_, kind, by=self.sayers[kind], objection_tests=tests, recorded_by=heard_by, **said)

    def page(self, reader: User, address: str) -> str:
        """Return a page as its reader gets it."""
        client = Client()
        client.force_login(reader)
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, address
        return answer.text

    def here(self, rest: str = "") -> str:
        return f"/p/{self.project.slug}/{rest}"

    @property
    def proposal_page(self) -> str:
        return self.page(self.bo, self.in_sync.proposal.get_absolute_url())

    @cached_property
    def mail(self) -> dict[str, Any]:
        """What an e-mail asks bo with."""
        notice = Notice.objects.filter(user=self.bo, reference=self.in_sync.proposal.reference).latest("pk")
        part = position_part(self.bo, notice)
        assert part is not None
        return {"part": part, "base": settings.BASE_URL}

    @cached_property
    def decision(self) -> Decision:
        """A decision taken while people held every position that does not stand in its way."""
        round_ = a_round(circle=self.general, by=self.ada)
        self.say(round_, [kind for kind in PositionKind if not kind.facts.may_block])
        Round.objects.filter(pk=round_.pk).update(closes_at=clock.now() - timedelta(minutes=1))
        write_due_outcomes(round_.proposal)
        return Decision.objects.select_related("round", "proposal", "circle").get(proposal=round_.proposal)

    @cached_property
    def kept_in_minutes(self) -> dict[str, Any]:
        """What minutes keep of the decision, and beside that of each position that stood in its way."""
        kept = decided_in(Outcome(sync=self.sync, reference=self.decision.reference))
        others = [{"name": "Eve", "kind": kind.value, "words": "So"} for kind in PositionKind if kind.facts.may_block]
        return {**kept, "positions": [*kept["positions"], *others]}


def sign_of(kind: PositionKind) -> str:
    return f"#i-sign-{kind.facts.sign}"


def every_place(scene: Scene) -> dict[str, tuple[str, Needed]]:
    """Return what each place shows, and what has to be there of a position."""
    round_, sync = scene.in_sync, scene.sync.get_absolute_url()
    say = reverse("decisions:positions", args=[scene.project.slug, round_.proposal.number, round_.number])
    objecting = reverse("decisions:new_objection", args=[scene.project.slug, round_.proposal.number, round_.number])
    mailed = reverse("decisions:mail_answer", args=[scene.project.slug, secret_of(round_, scene.bo)])
    part, decision = scene.mail, scene.decision
    minutes = {"decisions": [scene.kept_in_minutes], "project": scene.project}
    print_view = printed(list(to_print(Decision.objects.filter(pk=decision.pk))), scene.project)
    lists = {kind: scene.page(scene.sayers[kind], scene.here("proposals/")) for kind in PositionKind}
    words = {kind: scene.page(scene.bo, f"{say}?kind={kind}") for kind in PositionKind if kind.facts.words}
    return {
        "what each has said, on the proposal": (
            scene.proposal_page,
            lambda kind: (sign_of(kind), f"said--{kind.facts.sign}", escape(kind.facts.short)),
        ),
        "what one said oneself, in the list": (
            "".join(lists.values()),
            lambda kind: (sign_of(kind), escape(kind.facts.to_oneself)),
        ),
        "the page that asks for words": (
            "".join(words.values()),
            lambda kind: (kind.label, *texts_of(kind.facts.words), f'value="{kind}"') if kind.facts.words else (),
        ),
        "the dialogs that ask for words": (
            scene.page(scene.bo, scene.here()) + scene.page(scene.bo, f"{sync}hand/") + scene.proposal_page,
            lambda kind: (
                (f'id="{kind}"', kind.facts.words.label_with_use, kind.facts.words.use) if kind.facts.words else ()
            ),
        ),
        "counted on the live page": (
            scene.page(scene.fay, sync),
            lambda kind: (f"said--{kind.facts.sign}", kind.facts.count(1)),
        ),
        "counted on a phone": (scene.page(scene.bo, f"{sync}hand/"), lambda kind: (sign_of(kind), kind.facts.count(1))),
        "the record": (
            scene.page(scene.ada, scene.here("record/")),
            lambda kind: (*around_places(kind.facts.sentence), escape(kind.facts.heard)),
        ),
        "the e-mail as text": (
            render_to_string("decisions/email/position.txt", part),
            lambda kind: (f"- {kind.facts.short} ({kind.facts.hint})",),
        ),
        "the e-mail": (
            render_to_string("decisions/email/position.html", part),
            lambda kind: (
                f'"sign {kind.facts.sign}">{kind.facts.mark}<',
                escape(kind.facts.hint),
                f"{objecting}?kind={kind}" if kind.asks_tests else f"?position={kind}",
                *([f"<b>{escape(kind.facts.short)}</b>"] if kind.asks_more else []),
            ),
        ),
        "the page of the e-mail": (
            Client().get(mailed).text,
            lambda kind: (sign_of(kind), escape(kind.button)) if kind in WITHOUT_TESTS else (),
        ),
        "the form of a deputy": (
            str(VoiceForm()),
            lambda kind: (f'value="{kind}"', escape(kind.label)) if kind in WITHOUT_TESTS else (),
        ),
        "the page of a decision": (
            scene.page(scene.bo, decision.get_absolute_url()),
            lambda kind: () if kind.facts.may_block else (sign_of(kind), escape(kind.facts.short)),
        ),
        "decisions in print": (
            render_to_string("decision_files/printed.html", {"one": print_view[0], "project": scene.project}),
            lambda kind: () if kind.facts.may_block else (f"<dt>{escape(kind.facts.short)}</dt>",),
        ),
        "how a clause came about": (
            render_to_string("traceability/why_taken.html", {"decision": decision, "part": taken(decision)}),
            lambda kind: () if kind.facts.may_block else (sign_of(kind), kind.facts.count(1)),
        ),
        "the minutes": (
            render_to_string("syncs/minutes_decisions.html", minutes),
            lambda kind: (
                sign_of(kind),
                escape(kind.facts.count(1)),
                *([escape(kind.label)] if kind.asks_more else []),
            ),
        ),
        "the copy to take away": (
            str(rounds_of([scene.in_sync.proposal])),
            lambda kind: (f"'kind': '{kind}'",),
        ),
        "the API": (
            scene.page(scene.bo, f"/api/v1/projects/{scene.project.slug}/proposals/{round_.proposal.number}"),
            lambda kind: (f'"kind": "{kind}"',),
        ),
    }


FOR_OTHERS = "beside each person of the live page"


def places_with_buttons(scene: Scene) -> dict[str, str]:
    """Return the pages that have the buttons."""
    live = scene.page(scene.fay, scene.sync.get_absolute_url())
    return {
        "the proposal": scene.proposal_page,
        "Today": scene.page(scene.bo, scene.here()),
        "the inbox": scene.page(scene.bo, "/inbox/"),
        "a phone": scene.page(scene.bo, f"{scene.sync.get_absolute_url()}hand/"),
        "the live page": live,
        FOR_OTHERS: live.partition('class="sync__people"')[2],
    }


def texts_of(facts: Any) -> list[str]:
    """Return the texts that a page of words shows."""
    return [str(facts.label), str(facts.use), str(facts.send)]


def around_places(sentence: Promise) -> list[str]:
    """Return the words of a sentence that stand around its places."""
    return [escape(words) for part in re.split(r"\{\w+\}", str(sentence)) if (words := part.strip(" ."))]


def promises(facts: Any) -> dict[str, Any]:
    """Return all texts of some facts, by name."""
    found: dict[str, Any] = {}
    for field in fields(facts):
        value = getattr(facts, field.name)
        if is_dataclass(value):
            found |= promises(value)
        elif isinstance(value, Promise):
            found[field.name] = value % {"n": 2} if field.name == "counted" else str(value)
    return found


def lacking_texts(scene: Scene) -> list[tuple[str, str, str]]:
    return [
        (place, kind.value, str(needed))
        for place, (shown, needs) in every_place(scene).items()
        for kind in PositionKind
        for needed in needs(kind)
        if str(needed) not in shown
    ]


def lacking_buttons(scene: Scene) -> list[tuple[str, str]]:
    return [
        (place, kind.value)
        for place, shown in places_with_buttons(scene).items()
        for kind in PositionKind
        if not has_button(kind, shown, for_others=place == FOR_OTHERS)
    ]


def has_button(kind: PositionKind, shown: str, *, for_others: bool) -> bool:
    """Return whether its key gives it, with its sign and words; for others, its key leads to the field for words."""
    found = re.search(BUTTON.format(key=kind.facts.key), shown, re.DOTALL)
    if found is None:
        return False
    if for_others and kind.facts.words:
        return str(kind.facts.words.label_for_others) in found[2]
    return sign_of(kind) in found[2] and (kind.button_for_others if for_others else kind.button) in found[2]


@pytest.mark.parametrize("language", dict(settings.LANGUAGES))
def test_every_position_is_in_every_place(language: str) -> None:
    scene = Scene(language)
    with translation.override(language):
        assert lacking_texts(scene) == []
        assert lacking_buttons(scene) == []


def test_every_position_has_a_key_a_sign_a_mark_and_a_gravity_of_its_own() -> None:
    for name in ("key", "sign", "mark", "gravity", "sentence"):
        each = [str(getattr(kind.facts, name)) for kind in PositionKind]
        assert len(set(each)) == len(each), name
    assert all(re.fullmatch(r"\d", kind.facts.key) for kind in PositionKind), "digits give positions"
    assert SILENCE.sign == SILENT


def test_every_text_of_a_position_is_said_in_french() -> None:
    for kind in PositionKind:
        with translation.override("en"):
            english = promises(kind.facts) | {"label": str(kind.label)}
        with translation.override("fr"):
            french = promises(kind.facts) | {"label": str(kind.label)}
        assert {english[name] for name in english if french[name] == english[name]} <= SAME_IN_FRENCH, kind


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        ("frontend/tools/own-icons.svg", r'id="i-sign-{sign}"'),
        ("static/css/components/position.css", r"\.sign--{sign}\b"),
        ("static/css/components/position.css", r"\.said--{sign}\b"),
        ("static/css/components/position.css", r"\.says--{sign}\b"),
        ("templates/foundation/inbox/email/email.css", r"\.{sign} "),
    ],
)
def test_every_sign_is_drawn_and_coloured(path: str, pattern: str) -> None:
    written = (ROOT / path).read_text()
    for kind in PositionKind:
        assert re.search(pattern.format(sign=kind.facts.sign), written), (kind, path)


def test_programs_are_told_every_position() -> None:
    schemas = Client().get("/api/v1/openapi.json").json()["components"]["schemas"]
    assert schemas["PositionIn"]["properties"]["kind"]["enum"] == PositionKind.values
    assert all(f"`{kind}`" in schemas["AloudIn"]["description"] for kind in WITHOUT_TESTS)


def test_what_was_said_is_never_shown_as_silence() -> None:
    with pytest.raises(ValueError, match="unheard of"):
        position_counts([{"name": "Eve", "kind": "unheard of", "words": ""}])

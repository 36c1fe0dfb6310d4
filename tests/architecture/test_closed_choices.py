"""Every enumeration is listed, or a closed choice: its members carry all that is asked of them, in both languages."""

import re
from dataclasses import is_dataclass

import pytest
from babel.messages.pofile import read_po
from django.utils import translation

from foundation.audit.event_types import EventType
from foundation.web.closed_choice import ClosedChoice
from foundation.web.languages import LANGUAGES
from tests.architecture.closed_choices import closed_choices, every_enumeration, facts_of, name_of, texts_of
from tests.architecture.sources import ROOT, read

NOT_CLOSED = {
    "foundation.accounts.models.user.User.Scheme": "a label in a form, and an attribute of the page",
    "chat.chat.domain_events.MessageChange": "types of what programs are sent, which carry a label and nothing else",
    "foundation.accounts.scopes.Scope": "areas of the API, declared where their operations are",
    "foundation.accounts.skills.Trade": "words of a profile",
    "decisions.actions.models.action.Action.Unit": "a label in a form",
    "decisions.actions.models.due_reminder.DueReminder.Mark": "which reminder was sent; nobody reads it",
    "chat.chat.models.message.Message.Manner": "how a message came; nobody chooses it",
    "chat.chat.models.topic.Topic.Outcome": "a label in a form and behind “Closed:”",
    "circles.circles.models.domain.Domain.Kind": "a label in a form and in a list",
    "circles.circles.models.fundamental.Fundamental.Kind": "a label in a form and in a list",
    "circles.invitations.models.guest.Level": "a label in a form; each includes the ones before",
    "circles.projects.models.project.Reversibility": "a label in a form; its order is the rule's",
    "circles.circles.models.role.Role.Kind": "roles: permissions ask for them one by one",
    "decisions.decisions.models.objections.objection.Objection.Certainty": "an answer of the objection panel",
    "decisions.decisions.models.objections.objection.Objection.Danger": "an answer of the objection panel",
    "decisions.decisions.models.proposals.stages.Lapse": "a sentence and no more",
    "decisions.decisions.models.register.review.ConcernLook.CameTrue": "a label in a form and in a list",
    "decisions.decisions.models.register.review.ReviewOutcome": "a label in a form and in a list",
    "decisions.decisions.models.rounds.reminder.Reminder.Mark": "which reminder was sent; nobody reads it",
    "decisions.decisions.models.rounds.round.Round.Outcome": (
        "how a round ended; the proposal's stage says it to people"
    ),
    "documents.documents.models.comment.CommentThread.Outcome": "a label in a form and behind “resolved”",
    "documents.documents.models.document.Document.Genre": "a label in a form and in a list",
    "documents.documents.models.mention.Mention.Target": "what a mention leads to; nobody reads it",
    "documents.documents.models.suggestion.Suggestion.Outcome": "a label and no more",
    "documents.documents.models.version.Version.Origin": "a label and no more",
    "foundation.files.models.stored_file.StoredFile.Kind": "how a file is served; nobody reads it",
    "foundation.inbox.kinds.KindGroup": "headings, in their order",
    "foundation.inbox.models.notification_settings.NotificationSettings.Digest": "a label in a form",
    "circles.navigation.entries.NavGroup": "headings, in their order",
    "across.search.models.text.Text.Gate": "a rule of visibility; nobody reads it",
    "across.search.models.text.Text.State": "what a hit bears; its sign is the hit's",
    "decisions.specification.models.clause.Clause.Kind": "a label in a form and in a list",
    "decisions.specification.models.clause.ClauseLook.Word": "a label on three buttons and in the record",
    "daily.today.catch_up_sections.CatchUpSection": "headings, in their order",
    "decisions.tracks.models.criterion.Criterion.Kind": "a label in a form and in a list",
}
"""Enumerations of which the program asks no more than a label, or that nobody reads: each with why."""

SIGNS = frozenset(re.findall(r'id="i-([\w-]+)"', read("static/icons/sprite.svg")))


def catalogue() -> frozenset[str]:
    """What is said in English and has its French; what counts something, as of two."""
    with (ROOT / "locale/fr/LC_MESSAGES/django.po").open("rb") as file:
        french = [one for one in read_po(file, locale="fr") if one.id and one.string and not one.fuzzy]
    ids = [text for one in french for text in ([one.id] if isinstance(one.id, str) else one.id)]
    return frozenset(text.replace("%(n)d", "2") for text in ids)


def test_every_enumeration_is_a_closed_choice_or_listed_with_a_reason() -> None:
    others = {
        name_of(one)
        for one in every_enumeration()
        if not issubclass(one, ClosedChoice) and not issubclass(one, EventType)
    }
    assert others - set(NOT_CLOSED) == set(), (
        "give its members their facts (foundation/web/closed_choice.py), or say why not"
    )
    assert set(NOT_CLOSED) - others == set(), "these are gone, or closed choices now"


@pytest.mark.parametrize("choice", closed_choices(), ids=lambda one: one.__name__)
def test_every_member_says_what_it_carries_in_both_languages(choice: type[ClosedChoice]) -> None:
    known = catalogue()
    for member in choice:
        assert is_dataclass(member.facts)
        for language in LANGUAGES:
            with translation.override(language):
                texts = texts_of(member)
            assert all(text.strip() for text in texts.values()), f"{member!r} says nothing in {language}: {texts}"
            if language == "en":
                assert set(texts.values()) <= known, f"{member!r} has no French: {set(texts.values()) - known}"
    assert len({str(member.label) for member in choice}) == len(choice), "two members have one label"


def test_the_sprite_has_what_its_sources_name_and_no_more() -> None:
    """What is put into it by hand is gone with the next `npm run sprite`."""
    ours = re.findall(r"<symbol.*</symbol>", read("frontend/tools/own-icons.svg"))
    named, made = read("frontend/tools/icons.txt").split(), read("static/icons/sprite.svg")
    ids = [f'<symbol id="i-{name}"' for name in named] + [symbol.partition(" viewBox")[0] for symbol in ours]
    assert sorted(re.findall(r'<symbol id="[^"]*"', made)) == sorted(ids), "see frontend/tools/sprite.mjs"
    assert [symbol for symbol in ours if symbol not in made] == [], "run npm run sprite"


@pytest.mark.parametrize("choice", closed_choices(), ids=lambda one: one.__name__)
def test_every_sign_is_in_the_sprite_and_every_key_is_of_one_member(choice: type[ClosedChoice]) -> None:
    facts = [dict(facts_of(member.facts)) for member in choice]
    signs = [each[name] for each in facts for name in ("sign", "said") if each.get(name)]
    assert [sign for sign in signs if not {sign, f"sign-{sign}"} & SIGNS] == []
    keys = [each["key"] for each in facts if each.get("key")]
    assert sorted(keys) == sorted(set(keys))


@pytest.mark.parametrize("choice", closed_choices(), ids=lambda one: one.__name__)
def test_what_has_signs_has_one_for_each_member(choice: type[ClosedChoice]) -> None:
    facts = [dict(facts_of(member.facts)) for member in choice]
    if "sign" in facts[0]:
        assert [
            member.value for member, each in zip(choice, facts, strict=True) if not (each["sign"] or each.get("said"))
        ] == []

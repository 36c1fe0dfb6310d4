"""The record of the whole sample project reads as whole sentences, in either language."""

import re
from collections.abc import Iterator

import pytest
from django.db.models import Choices
from django.utils import translation

from circles.projects.models import Project
from circles.record.labels import fact_choices
from circles.record.timeline import Sentence, sentences_of
from decisions.decisions.models.proposals.stages import Lapse
from decisions.decisions.routing import Because
from foundation.accounts.models import User
from foundation.audit.models import Entry


def told(project: Project, language: str) -> list[tuple[Sentence, str]]:
    """Return each sentence of the whole record, with its words in a language."""
    with translation.override(language):
        found = sentences_of(project, list(Entry.objects.of_project(project.pk)), reader=None)
        return [(one, f"{one.text} {[f'{name}: {value}' for name, value in one.facts]}") for one in found]


def raw(language: str) -> re.Pattern[str]:
    """Find what stands in the record and is no word of the language."""
    with translation.override(language):
        kinds: list[type[Choices]] = [*fact_choices().values(), Lapse]
        choices = [choice for kind in kinds for choice in kind.choices]
        known = {str(value) for value, label in choices if str(value).casefold() != str(label).casefold()}
    codes = {code.value.replace("_", " ") for code in Because} if language == "fr" else set()
    # These two are French words as well.
    ours = {one for one in known | codes if language == "fr" or "_" in one} - {"comment", "urgent"}
    return re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(ours))) + r"|FREQ=\w+|[0-9]{4}-[0-9]{2}-[0-9]{2})\b")


@pytest.mark.both_databases
def test_every_event_of_the_sample_has_a_sentence(project: Project) -> None:
    found = told(project, project.language)
    assert len({one.entry.event for one, _words in found}) > 55
    assert {one.entry.event for one, _words in found if one.rendered is None} == set()
    assert [words for _one, words in found if "{" in words or "None" in words] == []


def test_the_record_shows_no_raw_value(project: Project) -> None:
    wrong = raw(project.language)
    assert wrong.search("FREQ=WEEKLY, no_objection, 2026-11-24"), "it finds them"
    assert [words for _one, words in told(project, project.language) if wrong.search(words)] == []


def test_a_fact_in_the_sentence_is_not_repeated_below(project: Project) -> None:
    found = [one for one, _words in told(project, project.language) if one.facts]
    assert {one.entry.event for one in found} <= {
        "proposal.adopted",
        "sync.closed",
        "circle.split",
        "proposal.claimed",
    }


def values_in(facts: object) -> Iterator[object]:
    """Yield each single value of the facts of an entry, also of lists and mappings in them."""
    match facts:
        case dict():
            for value in facts.values():
                yield from values_in(value)
        case list():
            for value in facts:
                yield from values_in(value)
        case _:
            yield facts


def test_no_fact_of_the_sample_is_a_persons_name_or_address(project: Project) -> None:
    """What is written as a fact can never be erased; the code says by which parameter, this says what came in by it."""
    people = {each for pair in User.objects.values_list("name", "email") for each in pair if each}
    assert len(people) > 20, "it knows whom to look for"
    entries = Entry.objects.of_project(project.pk).exclude(facts={})
    named = {entry.event for entry in entries if not people.isdisjoint(map(str, values_in(entry.facts)))}
    assert named == set(), "personal={…}"

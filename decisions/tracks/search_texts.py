"""The words that questions and tracks are found by."""

from django.db.models import QuerySet

from circles.projects.models import Project
from circles.projects.thing_parts import SearchTexts
from decisions.tracks.models import Criterion, Evidence, Question, StopNote, Track


def questions_of(project: Project) -> QuerySet[Question]:
    """Return all questions of a project."""
    return Question.objects.in_project(project).order_by("pk")


def tracks_of(project: Project) -> QuerySet[Track]:
    """Return all tracks of a project."""
    return Track.objects.in_project(project).order_by("pk")


def words_of_questions(questions: list[Question]) -> list[tuple[Question, list[str]]]:
    """Return questions with their words and criteria."""
    metrics = dict[int, list[str]]()
    for key, metric in Criterion.objects.standing().filter(question__in=questions).values_list("question", "metric"):
        metrics.setdefault(key, []).append(metric)
    return [(one, [one.reference, one.title, one.why, one.dropped_why, *metrics.get(one.pk, [])]) for one in questions]


def words_of_tracks(tracks: list[Track]) -> list[tuple[Track, list[str]]]:
    """Return tracks with their words, what was found, and their stop notes."""
    found = dict[int, list[str]]()
    evidence = Evidence.objects.standing().filter(track__in=tracks).values_list("track", "words", "metric")
    notes = StopNote.objects.filter(track__in=tracks)
    lines = notes.values_list("track", "learned", "evidence", "reuse", "reopen_if")
    for key, *words in [*evidence, *lines]:
        found.setdefault(int(key), []).extend(str(word) for word in words if word)
    return [
        (one, [one.reference, one.title, one.hypothesis, one.ended_because, *found.get(one.pk, [])]) for one in tracks
    ]


QUESTIONS = SearchTexts(questions_of, words_of_questions)
TRACKS = SearchTexts(tracks_of, words_of_tracks)

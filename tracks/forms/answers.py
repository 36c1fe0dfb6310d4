"""Reads an answer to a gate from what was sent, whichever page sent it."""

from django import forms
from django.http import QueryDict

from tracks.forms.tracks import GateForm, StopForm
from tracks.models import AnswerTerms, GateAnswer, Question


def terms_from(sent: QueryDict, question: Question) -> tuple[str, AnswerTerms | None, forms.Form]:
    """Return the kind of answer, its terms, and the form that was read; None for the terms where that is wrong."""
    form = GateForm(sent, question=question)
    if not form.is_valid():
        return "", None, form
    kind = form.cleaned_data["kind"]
    if kind != GateAnswer.Kind.STOP:
        return kind, form.terms(), form
    stop = StopForm(sent)
    return (kind, form.terms(stop.lines()), stop) if stop.is_valid() else (kind, None, stop)

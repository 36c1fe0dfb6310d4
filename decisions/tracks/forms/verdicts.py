"""Reads an answer to a gate from what was sent, whichever page sent it."""

from django import forms
from django.http import QueryDict

from decisions.tracks.forms.tracks import GateForm, StopForm
from decisions.tracks.models import GateVerdict, Track, VerdictTerms
from foundation.web.pagination import number_in


def terms_from(sent: QueryDict, track: Track) -> tuple[str, VerdictTerms | None, forms.Form]:
    """Return the kind of answer, its terms, and the form that was read; None for the terms where that is wrong. `as`
    names an answer that is laid ready: it is taken as it stands.
    """
    form = GateForm(sent, question=track.question)
    if laid := track.gate_answers.ready().filter(pk=number_in(sent.get("as", "")) or 0).first():
        return laid.kind, laid.read_terms, form
    if not form.is_valid():
        return "", None, form
    kind = form.cleaned_data["kind"]
    if GateVerdict(kind).facts.asks != "lines":
        return kind, form.terms(), form
    stop = StopForm(sent)
    return (kind, form.terms(stop.lines()), stop) if stop.is_valid() else (kind, None, stop)

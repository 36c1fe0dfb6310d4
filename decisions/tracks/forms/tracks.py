"""Forms of tracks: what they are, what is found and spent on them, and how they end."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from circles.money.forms import is_receipt
from circles.projects.forms.amounts import AmountField, say_currency
from circles.projects.forms.autocomplete import offer_people
from circles.projects.models import Project
from decisions.specification.forms import ClausesField
from decisions.tracks.forms.questions import DAY, ValueField
from decisions.tracks.models import GateVerdict, Question, StopLines, Track, VerdictTerms
from decisions.tracks.models.criterion import MAX_METRIC, MAX_UNIT, OPERATORS
from decisions.tracks.models.evidence import MAX_WORDS
from decisions.tracks.models.question import MAX_TEXT, MAX_TITLE
from decisions.tracks.models.stop_note import MAX_LINE
from foundation.accounts.models import User


class TrackForm(forms.Form):
    """What a track is, who explores it, until when and for how much."""

    title = forms.CharField(label=_("The way to explore"), max_length=MAX_TITLE)
    hypothesis = forms.CharField(
        label=_("Hypothesis"), max_length=MAX_TEXT, required=False, widget=forms.Textarea({"rows": 3})
    )
    owner = forms.ModelChoiceField(label=_("Who explores it"), queryset=User.objects.none(), empty_label=None)
    learn_by = forms.DateField(label=_("Learn by"), required=False, widget=DAY)
    cap_money = AmountField(label=_("Money at most"), required=False)
    cap_days = forms.IntegerField(label=_("Days at most"), min_value=1, max_value=3650, required=False)

    def __init__(self, *args: Any, project: Project, reader: User, clauses: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_people(self, "owner", project)
        say_currency(self, project)
        self.fields["clauses"] = ClausesField(
            project=project,
            reader=reader,
            already=clauses,
            label=_("Clauses it stands for"),
            help_text=_("Keys such as SPEC-4.2: choosing it ratifies them."),
        )

    def clean_clauses(self) -> list[str]:
        """Return the keys of the clauses."""
        return [clause.key for clause in self.cleaned_data["clauses"]]


class EvidenceForm(forms.Form):
    """What was found: words, a link, or a measured value."""

    words = forms.CharField(
        label=_("What was found"), max_length=MAX_WORDS, required=False, widget=forms.Textarea({"rows": 2})
    )
    link = forms.CharField(label=_("Link"), max_length=400, required=False)
    metric = forms.CharField(label=_("What was measured"), max_length=MAX_METRIC, required=False)
    value = ValueField(label=_("Value"), required=False)
    unit = forms.CharField(label=_("Unit"), max_length=MAX_UNIT, required=False)
    on = forms.DateField(label=_("Day"), required=False, widget=DAY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "evidence_%s", **kwargs})

    def clean_link(self) -> str:
        """Take pages of the web and of this server only: nothing that runs."""
        if link := str(self.cleaned_data["link"]):
            is_receipt(link)
        return str(self.cleaned_data["link"])


class StopForm(forms.Form):
    """The four lines; what is measured lets the last one be watched."""

    learned = forms.CharField(label=_("What we now know"), max_length=MAX_LINE, widget=forms.Textarea({"rows": 2}))
    evidence = forms.CharField(label=_("The evidence"), max_length=MAX_LINE, widget=forms.Textarea({"rows": 2}))
    reuse = forms.CharField(label=_("What can be reused"), max_length=MAX_LINE, widget=forms.Textarea({"rows": 2}))
    reopen_if = forms.CharField(label=_("Reopen if…"), max_length=MAX_LINE, widget=forms.Textarea({"rows": 2}))
    metric = forms.CharField(label=_("Watch this measure"), max_length=MAX_METRIC, required=False)
    operator = forms.ChoiceField(label=_("is"), choices=OPERATORS, initial="<=", required=False)
    value = ValueField(label=_("Value"), required=False)
    unit = forms.CharField(label=_("Unit"), max_length=MAX_UNIT, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "stop_%s", **kwargs})

    def clean(self) -> dict[str, Any]:
        """Ask for all of what is to be watched, or nothing."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(given.get("metric")) is not (given.get("value") is not None):
            self.add_error("value", _("To be watched, “reopen if” needs a metric, a sign and a value."))
        return given

    def lines(self) -> StopLines:
        """Return the four lines."""
        given = dict(self.cleaned_data)
        if given["value"] is None:
            given |= {"metric": "", "unit": "", "operator": ""}
        return StopLines(**given)


class ResumeForm(forms.Form):
    """Why it goes on, and until when."""

    reason = forms.CharField(label=_("Why it goes on"), max_length=300)
    learn_by = forms.DateField(label=_("Learn by"), required=False, widget=DAY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "resume_%s", **kwargs})


class MergeForm(forms.Form):
    """Into which other track of its question, and why."""

    into = forms.ModelChoiceField(label=_("Into"), queryset=Track.objects.none(), empty_label=None)
    reason = forms.CharField(label=_("Why they are one"), max_length=300)

    def __init__(self, *args: Any, track: Track, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "merge_%s", **kwargs})
        into: Any = self.fields["into"]
        into.queryset = track.question.tracks.alive().exclude(pk=track.pk).order_by("number")


class GateForm(forms.Form):
    """An answer to a gate, with what goes with it."""

    kind = forms.ChoiceField(choices=GateVerdict.choices, widget=forms.HiddenInput)
    words = forms.CharField(label=_("Why"), max_length=500, required=False)
    more_money = AmountField(label=_("More money"), required=False)
    more_days = forms.IntegerField(label=_("More days"), min_value=1, max_value=3650, required=False)
    until = forms.DateField(label=_("Until"), required=False, widget=DAY)

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "gate_%s", **kwargs})
        say_currency(self, question.project)

    def terms(self, lines: StopLines | None = None) -> VerdictTerms:
        """Return what goes with the answer."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "kind"}
        return VerdictTerms(**given, lines=lines)

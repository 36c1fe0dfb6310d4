"""Forms of questions and their criteria."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from circles.circles.models import Circle, Fundamental
from circles.projects.forms.amounts import AmountField
from circles.projects.forms.offers import offer
from circles.projects.models import Project
from decisions.tracks.models import Criterion, Question, Track
from decisions.tracks.models.criterion import MAX_METRIC, MAX_UNIT, OPERATORS
from decisions.tracks.models.question import MAX_TEXT, MAX_TITLE
from foundation.web.collation import Alphabetical

DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
WORDS = forms.Textarea({"rows": 3})


class ValueField(AmountField):
    """A measured value or its limit, as people write numbers; it may be below nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": None, "max_digits": 18, "decimal_places": 6, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        """Leave it as it was typed."""
        return value


class QuestionForm(forms.Form):
    """What asking a question takes; two ways to explore may be named at once."""

    title = forms.CharField(label=_("What is the question?"), max_length=MAX_TITLE)
    why = forms.CharField(
        label=_("Why it is asked"), max_length=MAX_TEXT, required=False, widget=forms.Textarea({"rows": 4})
    )
    answer_by = forms.DateField(label=_("Answer by"), required=False, widget=DAY)
    circle = forms.ModelChoiceField(
        label=_("Circle"), queryset=Circle.objects.none(), to_field_name="key", empty_label=None
    )
    first = forms.CharField(label=_("One way to explore"), max_length=MAX_TITLE, required=False)
    second = forms.CharField(label=_("Another way"), max_length=MAX_TITLE, required=False)
    origin = forms.CharField(required=False, widget=forms.HiddenInput, max_length=80)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "circle", Circle.objects.in_project(project).open().order_by(Alphabetical("name")))

    @property
    def ways(self) -> list[str]:
        """Return the ways that were named."""
        return [self.cleaned_data[name] for name in ("first", "second") if self.cleaned_data[name]]


class QuestionChangeForm(forms.Form):
    """What of a question can be changed."""

    title = forms.CharField(label=_("What is the question?"), max_length=MAX_TITLE)
    why = forms.CharField(
        label=_("Why it is asked"), max_length=MAX_TEXT, required=False, widget=forms.Textarea({"rows": 4})
    )
    answer_by = forms.DateField(label=_("Answer by"), required=False, widget=DAY)


class CriterionForm(forms.Form):
    """A criterion: what is measured, the sign, the value and its unit, of one track or of all."""

    kind = forms.ChoiceField(label=_("What it does"), choices=Criterion.Kind.choices, initial="kill")
    metric = forms.CharField(label=_("What is measured"), max_length=MAX_METRIC)
    operator = forms.ChoiceField(label=_("is"), choices=OPERATORS, initial=">")
    value = ValueField(label=_("Value"))
    unit = forms.CharField(label=_("Unit"), max_length=MAX_UNIT, required=False)
    track = forms.ModelChoiceField(
        label=_("Of which track"), queryset=Track.objects.none(), required=False, empty_label=_("all of this question")
    )
    due_on = forms.DateField(label=_("By when"), required=False, widget=DAY)
    element = forms.ModelChoiceField(
        label=_("Fundamental element"), queryset=Fundamental.objects.none(), required=False, empty_label=_("none")
    )
    clause = forms.CharField(label=_("Clause"), max_length=40, required=False)

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tracks: Any = self.fields["track"]
        tracks.queryset = question.tracks.alive().order_by("number")
        elements: Any = self.fields["element"]
        elements.queryset = Fundamental.objects.filter(project=question.project).current()

"""Forms of a clarifying question and its answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from decisions.decisions.models.proposals.question import MAX_ANSWER, MAX_QUESTION


class ClarifyingQuestionForm(forms.Form):
    """What a person would like to know."""

    text = forms.CharField(label=_("Your question"), max_length=MAX_QUESTION, widget=forms.Textarea({"rows": 2}))


class ClarifyingAnswerForm(forms.Form):
    """The answer to it."""

    answer = forms.CharField(label=_("Answer"), max_length=MAX_ANSWER, widget=forms.Textarea({"rows": 2}))

"""Forms about being away: the days, and who speaks for one; and what a deputy says for somebody."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from circles.forms.circles import offer
from circles.models import Project
from decisions.models import Position


class AbsenceForm(forms.Form):
    """From which day to which one is away, and who speaks for one."""

    from_on = forms.DateField(label=_("Away from"), widget=forms.DateInput({"type": "date"}))
    until_on = forms.DateField(label=_("Until, this day included"), widget=forms.DateInput({"type": "date"}))
    deputy = forms.ModelChoiceField(
        label=_("Who speaks for you"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("nobody"),
        help_text=_("In the rounds that ask you, while you are away. You are told, and may say otherwise."),
    )

    def __init__(self, *args: Any, project: Project, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "deputy", project.people().exclude(pk=user.pk))


class VoiceForm(forms.Form):
    """What a deputy says for who is away; a concern has words."""

    kind = forms.ChoiceField(
        label=_("Position"),
        choices=[(kind.value, kind.label) for kind in Position.WITHOUT_ANSWERS],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("In your words"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("A concern needs them: they are kept with the decision."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the words of a concern."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("kind") == Position.Kind.CONCERN and not given.get("words"):
            self.add_error("words", _("Say your concern in a sentence: it is kept with the decision."))
        return given

"""Forms of what happens outside an ordinary round: acts that could not wait, objections to what is decided."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from circles.circles.models import Circle, Fundamental
from circles.projects.forms.amounts import AmountField, say_currency
from circles.projects.forms.offers import offer
from circles.projects.models import Reversibility
from decisions.decisions.forms.effects import AnswersEffects
from decisions.decisions.forms.elements import ElementField, offer_elements
from decisions.decisions.forms.proposals import ProposalForm
from decisions.decisions.models import Decision
from decisions.decisions.workflows.contests import would_suspend
from decisions.decisions.workflows.successors import touches_of
from foundation.accounts.models import User

NOT_ASKED = (
    "effect", "review_months", "replaces", "revokes", "carries_out", "clauses", "retires", "descents",
    "begins_whole_number",
)  # fmt: skip
"""The specification waits for a decision: what was done at once ratifies nothing."""
OPEN = ("text", "tension", "acted_at")


class UrgentForm(ProposalForm):
    """What was done, when, and why it could not wait; the rest has defaults."""

    acted_at = forms.DateTimeField(
        label=_("When it was done"), widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M")
    )

    def __init__(self, *args: Any, circle: Circle, user: User, now: datetime, **kwargs: Any) -> None:
        initial = {"acted_at": now, "reversibility": "easy"}
        super().__init__(*args, circle=circle, user=user, initial=initial, **kwargs)
        fields: dict[str, Any] = self.fields
        for name in NOT_ASKED:
            del fields[name]
        fields["text"].label, fields["tension"].label = _("What was done"), _("Why it could not wait")
        fields["tension"].help_text = _("What would have happened, by when.")
        fields["reversibility"].choices = [one for one in Reversibility.choices if one[0] != Reversibility.IRREVERSIBLE]

    @property
    def folded(self) -> list[Any]:
        """Return the fields that have defaults."""
        return [field for field in self if field.name not in OPEN]

    def arguments(self) -> dict[str, Any]:
        """Return what `report_urgent_act` takes."""
        given = {name: value for name, value in self.cleaned_data.items() if value or name not in ("title", "owner")}
        return given | {"effects": self.answers()}

    @property
    def asks(self) -> bool:
        """Whether it is put to people as it is sent: always."""
        return True


class ContestForm(AnswersEffects, forms.Form):
    """What a decision in force does that it should not, and for which of the essentials."""

    element = ElementField(
        label=_("Which of our essentials does it endanger?"),
        queryset=Fundamental.objects.none(),
        required=False,
        help_text=_("One of safety or compliance suspends the decision until the next sync."),
    )
    harm = forms.CharField(label=_("The problem"), max_length=4000, widget=forms.Textarea({"rows": 3}))
    evidence = forms.CharField(
        label=_("What fact, measurement, rule or quote supports this?"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 2}),
    )
    text = forms.CharField(
        label=_("What to do instead"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Empty: the decision holds no more, and nothing takes its place."),
    )
    circle = forms.ModelChoiceField(
        label=_("In which circle"), queryset=Circle.objects.none(), to_field_name="key", empty_label=None
    )

    def __init__(self, data: Any = None, *, decision: Decision, circles: Any) -> None:
        super().__init__(data)
        self.decision = decision
        self.home = decision.circle
        offer_elements(self, Fundamental.objects.current().filter(project=decision.project))
        offer(self, "circle", circles)
        if decision.circle in circles:
            self.initial["circle"] = decision.circle

    def clean(self) -> dict[str, Any]:
        """Ask for what supports an objection that would hold the decision up."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if would_suspend(self.decision, given.get("element")) and not given.get("evidence"):
            self.add_error("evidence", _("This holds the decision up: say what supports it."))
        self.home = given.get("circle") or self.decision.circle
        self.refuse_unanswered()
        return given

    def texts(self) -> Any:
        """Return the words that are asked about."""
        given = getattr(self, "cleaned_data", {})
        return {"text": given.get("text", ""), "tension": given.get("harm", "")}

    def asked_terms(self) -> dict[str, Any]:
        """It ends the decision, and touches what that one touched."""
        return {**touches_of(self.decision), "revokes": self.decision}


class SmallActForm(AnswersEffects, forms.Form):
    """One line: what was done, what it cost, when."""

    text = forms.CharField(label=_("What was done"), max_length=300)
    cost = AmountField(label=_("Cost"), required=False)
    done_on = forms.DateField(
        label=_("When it was done"),
        required=False,
        widget=forms.DateInput({"type": "date"}),
        help_text=_("Empty: today."),
    )

    def __init__(self, *args: Any, circle: Circle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.home = circle
        say_currency(self, circle.project)

    def clean(self) -> dict[str, Any]:
        """Ask about what its line names."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        self.refuse_unanswered()
        return given

    def asked_terms(self) -> dict[str, Any]:
        """Return what it cost."""
        return {"cost": getattr(self, "cleaned_data", {}).get("cost") or Decimal(0)}

    def clean_cost(self) -> Decimal:
        """Take nothing for zero."""
        return self.cleaned_data.get("cost") or Decimal(0)


class MissingForm(AnswersEffects, forms.Form):
    """An element that the list lacks, and what the proposal would do to it."""

    statement = forms.CharField(label=_("What must not be endangered"), max_length=300)
    sort = forms.ChoiceField(label=_("What it protects"), choices=Fundamental.Kind.choices)
    why = forms.CharField(label=_("What would happen to it"), max_length=4000, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, circle: Circle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.home = circle

    def clean(self) -> dict[str, Any]:
        """Ask about what its words name."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        self.refuse_unanswered()
        return given

    def texts(self) -> Any:
        """Return the words that are asked about."""
        given = getattr(self, "cleaned_data", {})
        return {"text": given.get("statement", ""), "tension": given.get("why", "")}


class UndoingForm(forms.Form):
    """How what was done was undone."""

    how = forms.CharField(label=_("What was undone, and how"), max_length=2000, widget=forms.Textarea({"rows": 3}))

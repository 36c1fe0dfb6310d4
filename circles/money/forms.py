"""Forms by which money moves between circles and is spent."""

from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from circles.circles.models import Circle
from circles.circles.queries.tree import taken_over_by
from circles.money.expenses import beyond
from circles.money.models import Reservation
from circles.projects.forms.amounts import AmountField, say_currency
from circles.projects.forms.autocomplete import offer_people
from circles.projects.forms.offers import offer
from foundation.accounts.models import User
from foundation.web.collation import Alphabetical
from foundation.web.day_widget import DAY
from foundation.web.formatting import money


def amount_field(label: Any) -> AmountField:
    """Make a field for an amount above nothing."""
    return AmountField(label=label, min_value=Decimal("0.01"))


def is_receipt(words: str) -> None:
    """Raise `ValidationError` unless the words are a page of this server or of the web: nothing that runs."""
    parts = urlsplit(words)
    ours = words.startswith("/") and not words.startswith(("//", "/\\"))
    if not ours and not (parts.scheme in {"http", "https"} and parts.netloc):
        raise ValidationError(_now("Give an address that begins with https:// or with a slash."))


class AllotmentForm(forms.Form):
    """What goes to a circle inside, or comes back from it."""

    to = forms.ModelChoiceField(label=_("Circle"), queryset=Circle.objects.none())
    way = forms.ChoiceField(
        label=_("Which way"),
        choices=[("down", _("allot to it")), ("up", _("take back from it"))],
        initial="down",
        widget=forms.RadioSelect,
    )
    amount = amount_field(_("Amount"))
    why = forms.CharField(label=_("Why"), max_length=300, required=False)

    def __init__(self, *args: Any, circle: Circle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "to", circle.children.order_by(Alphabetical("name")))
        say_currency(self, circle.project)


class ReturnForm(forms.Form):
    """What goes back to the circle around."""

    amount = amount_field(_("Amount"))
    why = forms.CharField(label=_("Why"), max_length=300, required=False)

    def __init__(self, *args: Any, circle: Circle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_currency(self, circle.project)


class ReservationChoice(forms.ModelChoiceField[Reservation]):
    """A decision with what is left to draw on it."""

    def label_from_instance(self, obj: Reservation) -> str:
        """Name the decision and its rest."""
        rest = money(obj.rest, self.currency)
        return _now("%(decision)s (%(rest)s left)") % {"decision": obj, "rest": rest}

    currency = ""


class ExpenseForm(forms.Form):
    """What was paid, for what, and on which decision."""

    amount = amount_field(_("Amount"))
    what = forms.CharField(label=_("What for"), max_length=200)
    on = forms.DateField(label=_("Day"), widget=DAY, required=False)
    decision = ReservationChoice(
        label=_("Decision it draws on"),
        queryset=Reservation.objects.none(),
        required=False,
        empty_label=_("none: from what is available"),
    )
    paid_by = forms.ModelChoiceField(
        label=_("Paid by"), queryset=User.objects.none(), required=False, empty_label=_("me")
    )
    receipt = forms.CharField(
        label=_("Address of the receipt"),
        max_length=400,
        required=False,
        validators=[is_receipt],
        help_text=_("Where it lies elsewhere; a file or a picture of it you add below."),
    )

    beyond_reservation = forms.BooleanField(
        label=_("Yes, it is more than was reserved"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, circle: Circle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["decision"]
        choice.currency = circle.project.currency
        circles = [circle.pk, *taken_over_by(circle)]
        offer(self, "decision", Reservation.objects.filter(circle__in=circles).select_related("project").held())
        offer_people(self, "paid_by", circle.project)
        say_currency(self, circle.project)

    def clean(self) -> dict[str, Any]:
        """Ask whether it is meant where it is more than its decision has left."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        reservation, amount = given.get("decision"), given.get("amount")
        said = beyond(reservation, amount) if reservation and amount else ""
        if said:
            self.fields["beyond_reservation"].widget = forms.CheckboxInput()
            if not given.get("beyond_reservation"):
                self.add_error("beyond_reservation", said)
        return given

    def expense(self) -> dict[str, Any]:
        """Return what `record_expense` takes."""
        reservation = self.cleaned_data["decision"]
        return {**self.cleaned_data, "decision": reservation.reference if reservation else ""}


class CallingBackForm(forms.Form):
    """Why an expense is called back."""

    why = forms.CharField(label=_("Why"), max_length=300)


class BudgetForm(forms.Form):
    """How much the project has."""

    budget = AmountField(label=_("Budget"))

    def __init__(self, *args: Any, circle: Circle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_currency(self, circle.project)

"""Forms of changes of circles: what each asks, and the change it comes to, also while the form is half filled in."""

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from circles.circles.models import Circle, Domain, Sharing
from circles.projects.forms.amounts import AmountField
from circles.projects.forms.offers import offer
from circles.projects.models import Reversibility
from circles.restructuring.changes import (
    Budget,
    Change,
    Closing,
    Grant,
    Handover,
    Limits,
    Merger,
    Move,
    Reopening,
    Share,
    Split,
    Strike,
    Unshare,
)
from circles.restructuring.field_types import PURPOSE_LENGTH, REASON_LENGTH
from circles.restructuring.forms.change_form import ChangeForm, GeneralCircleForm
from circles.restructuring.forms.element_changes import ElementForm, ElementRemovalForm
from circles.restructuring.transfers import transfers
from foundation.accounts.models import User
from foundation.web.collation import Alphabetical
from foundation.web.field_lengths import length_of


class ClosingForm(ChangeForm):
    """Why it closes."""

    change_class = Closing
    says_at_once = True
    why = forms.CharField(label=_("Why"), max_length=REASON_LENGTH)


class ReopeningForm(ChangeForm):
    """Nothing has to be said."""

    change_class = Reopening
    says_at_once = True


class MoveForm(ChangeForm):
    """Where to."""

    change_class = Move
    needs = ("to",)
    to = forms.ModelChoiceField(label=_("Into which circle"), queryset=Circle.objects.none())

    def __init__(self, *args: Any, circle: Circle, **kwargs: Any) -> None:
        super().__init__(*args, circle=circle, **kwargs)
        offer_circles(self, "to", outside(circle).exclude(pk=circle.parent_id or 0))


class MergerForm(ChangeForm):
    """Into which other."""

    change_class = Merger
    needs = ("into",)
    into = forms.ModelChoiceField(label=_("Into which circle"), queryset=Circle.objects.none())

    def __init__(self, *args: Any, circle: Circle, **kwargs: Any) -> None:
        super().__init__(*args, circle=circle, **kwargs)
        offer_circles(self, "into", outside(circle))


class SplitForm(ChangeForm):
    """What the new circle is called, and who and what goes along."""

    change_class = Split
    name = forms.CharField(label=_("Name of the new circle"), max_length=length_of(Circle, "name"))
    purpose = forms.CharField(
        label=_("Its purpose"), required=False, max_length=PURPOSE_LENGTH, widget=forms.Textarea({"rows": 2})
    )
    people = forms.ModelMultipleChoiceField(
        label=_("Who goes along"), queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    domains = forms.MultipleChoiceField(
        label=_("Domains that go along"), required=False, widget=forms.CheckboxSelectMultiple
    )
    things = forms.MultipleChoiceField(
        label=_("Proposals, actions, documents and equipment that go along"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    amount = AmountField(label=_("Money that goes along"), required=False)

    def __init__(self, *args: Any, circle: Circle, **kwargs: Any) -> None:
        super().__init__(*args, circle=circle, **kwargs)
        offer(self, "people", circle.people())
        domains = [(domain.key, str(domain)) for domain in circle.domains.held().order_by("key")]
        things = [choice for transfer in transfers() for choice in transfer.choices(circle)]
        for name, choices in (("domains", domains), ("things", things)):
            if choices:
                self.fields[name].choices = choices  # type: ignore[attr-defined] # a choice field of ours
            else:
                del self.fields[name]
        if circle.project.budget is None:
            del self.fields["amount"]

    def stand_ins(self) -> dict[str, Any]:
        """The name, until there is one."""
        return {"name": _now("the new circle")}


class LimitsChangeForm(ChangeForm):
    """The largest single commitment, and how hard to undo."""

    change_class = Limits
    unit_limit = AmountField(
        label=_("Limit of one commitment"),
        required=False,
        help_text=_("Empty: what the circle has in hand."),
    )
    limit_share = forms.IntegerField(
        label=_("Limit as a share of what is in hand, in %"),
        required=False,
        min_value=0,
        max_value=100,
        help_text=_("50: half of what the circle has in hand; empty: all of it."),
    )
    small_limit = AmountField(
        label=_("Limit of small decisions"),
        required=False,
        help_text=_("Recorded after the fact; empty: a fiftieth of the budget, and nothing where one is alone."),
    )
    max_reversibility = forms.ChoiceField(label=_("May decide alone what is"), choices=Reversibility.choices)

    def stand_ins(self) -> dict[str, Any]:
        """The limits that the circle has now."""
        return self.circle.own_limits


class GrantForm(ChangeForm):
    """A domain: key, name and kind."""

    change_class = Grant
    needs = ("domain",)
    domain = forms.CharField(
        label=_("Key"), max_length=length_of(Domain, "key"), help_text=_("Short and fixed, such as PWR-OUT.")
    )
    name = forms.CharField(label=_("Name"), max_length=length_of(Domain, "name"))
    sort = forms.ChoiceField(label=_("Kind"), choices=Domain.Kind.choices)

    def stand_ins(self) -> dict[str, Any]:
        """No name, until there is one."""
        return {"name": ""}


class StrikeForm(ChangeForm):
    """Which of the circle's domains."""

    change_class: ClassVar[type[Change]] = Strike
    needs: ClassVar[tuple[str, ...]] = ("domain",)
    domain = forms.ModelChoiceField(label=_("Domain"), queryset=Domain.objects.none())

    def __init__(self, *args: Any, circle: Circle, **kwargs: Any) -> None:
        super().__init__(*args, circle=circle, **kwargs)
        offer(self, "domain", circle.domains.held().select_related("project", "circle").order_by("key"))


class HandoverForm(StrikeForm):
    """Which domain, and to which circle."""

    change_class: ClassVar[type[Change]] = Handover
    needs = ("domain", "to")
    to = forms.ModelChoiceField(label=_("To which circle"), queryset=Circle.objects.none())

    def __init__(self, *args: Any, circle: Circle, **kwargs: Any) -> None:
        super().__init__(*args, circle=circle, **kwargs)
        offer_circles(self, "to", circle.project.circles.open().exclude(pk=circle.pk))


class ShareForm(HandoverForm):
    """Which domain, and with which circle."""

    change_class: ClassVar[type[Change]] = Share
    to = forms.ModelChoiceField(label=_("With which circle"), queryset=Circle.objects.none())


class UnshareForm(ShareForm):
    """Which domain, and with which of those that share it."""

    change_class = Unshare

    def __init__(self, *args: Any, circle: Circle, **kwargs: Any) -> None:
        super().__init__(*args, circle=circle, **kwargs)
        current = Sharing.objects.current().filter(domain__circle=circle)
        offer_circles(self, "to", circle.project.circles.filter(pk__in=current.values("circle")))
        offer(self, "domain", circle.domains.held().filter(pk__in=current.values("domain")).order_by("key"))


class BudgetChangeForm(GeneralCircleForm):
    """How much the project has."""

    change_class = Budget
    needs = ("budget",)
    budget = AmountField(label=_("Budget of the project"))


FORMS: dict[str, type[ChangeForm]] = {
    form.change_class.kind: form
    for form in (
        ClosingForm,
        ReopeningForm,
        MoveForm,
        MergerForm,
        SplitForm,
        LimitsChangeForm,
        GrantForm,
        HandoverForm,
        ShareForm,
        UnshareForm,
        StrikeForm,
        ElementForm,
        ElementRemovalForm,
        BudgetChangeForm,
    )
}


def outside(circle: Circle) -> QuerySet[Circle]:
    """Return the open circles that are neither this one nor inside it."""
    inside = circle.descendants(include_self=True).values("pk")
    return circle.project.circles.open().exclude(pk__in=inside)


def offer_circles(form: ChangeForm, name: str, circles: QuerySet[Circle]) -> None:
    """Let a field choose among circles, by name."""
    offer(form, name, circles.select_related("project", "parent").order_by(Alphabetical("name")))

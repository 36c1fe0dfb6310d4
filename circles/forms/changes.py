"""Forms of how circles change: what each asks, and the change it comes to, also while the form is not whole yet."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from circles.extension_points import transfers
from circles.forms.circles import FundamentalForm, offer
from circles.models import Circle, Domain, Fundamental, Reversibility, Sharing
from circles.money.fields import AmountField, say_currency
from circles.restructuring import (
    Budget,
    Change,
    Closing,
    Element,
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
from web.collation import Alphabetical


class ChangeForm(forms.Form):
    """What a change of one circle asks. `says_at_once`: what will happen can be said before anything is answered."""

    says_at_once: ClassVar[bool] = False

    def __init__(self, *args: Any, circle: Circle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.circle = circle
        say_currency(self, circle.project)

    def change(self) -> Change | None:
        """Give the change that the valid answers come to, or None while what it hangs on is missing."""
        raise NotImplementedError

    def answer(self, name: str, other: Any) -> Any:
        """Give a valid answer, else the other."""
        return getattr(self, "cleaned_data", {}).get(name) or other


class ClosingForm(ChangeForm):
    """Why it closes."""

    says_at_once = True
    why = forms.CharField(label=_("Why"), max_length=300)

    def change(self) -> Change | None:
        """Close it."""
        return Closing(self.circle, self.answer("why", ""))


class ReopeningForm(ChangeForm):
    """Nothing has to be said."""

    says_at_once = True

    def change(self) -> Change | None:
        """Open it again."""
        return Reopening(self.circle)


class MoveForm(ChangeForm):
    """Where to."""

    to = forms.ModelChoiceField(label=_("Into which circle"), queryset=Circle.objects.none())

    def __init__(self, *args: Any, circle: Circle, **kwargs: Any) -> None:
        super().__init__(*args, circle=circle, **kwargs)
        inside = circle.descendants(include_self=True).values("pk")
        others = circle.project.circles.open().exclude(pk__in=inside).exclude(pk=circle.parent_id or 0)
        offer(self, "to", others.select_related("project", "parent").order_by(Alphabetical("name")))

    def change(self) -> Change | None:
        """Move it there."""
        to = self.answer("to", None)
        return Move(self.circle, to) if to else None


class MergerForm(ChangeForm):
    """Into which other."""

    into = forms.ModelChoiceField(label=_("Into which circle"), queryset=Circle.objects.none())

    def __init__(self, *args: Any, circle: Circle, **kwargs: Any) -> None:
        super().__init__(*args, circle=circle, **kwargs)
        inside = circle.descendants(include_self=True).values("pk")
        others = circle.project.circles.open().exclude(pk__in=inside)
        offer(self, "into", others.select_related("project", "parent").order_by(Alphabetical("name")))

    def change(self) -> Change | None:
        """Merge it."""
        into = self.answer("into", None)
        return Merger(self.circle, into) if into else None


class SplitForm(ChangeForm):
    """What the new circle is called, and who and what goes along."""

    name = forms.CharField(label=_("Name of the new circle"), max_length=120)
    purpose = forms.CharField(label=_("Its purpose"), required=False, widget=forms.Textarea({"rows": 2}))
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
        things = [one for estate in transfers() for one in estate.choices(circle)]
        for name, choices in (("domains", domains), ("things", things)):
            if choices:
                self.fields[name].choices = choices  # type: ignore[attr-defined] # a choice field of ours
            else:
                del self.fields[name]
        if circle.project.budget is None:
            del self.fields["amount"]

    def change(self) -> Change | None:
        """Split it off."""
        return Split(
            self.circle,
            self.answer("name", _now("the new circle")),
            self.answer("purpose", ""),
            list(self.answer("people", [])),
            self.answer("domains", []),
            self.answer("things", []),
            self.answer("amount", Decimal(0)),
        )


class LimitsChangeForm(ChangeForm):
    """The largest single commitment, and how hard to undo."""

    unit_limit = AmountField(
        label=_("Limit of one commitment"),
        required=False,
        help_text=_("Empty: the usual one, a fiftieth of the budget."),
    )
    max_reversibility = forms.ChoiceField(label=_("May decide alone what is"), choices=Reversibility.choices)

    def change(self) -> Change | None:
        """Set them."""
        undo = self.answer("max_reversibility", self.circle.max_reversibility)
        return Limits(self.circle, self.answer("unit_limit", None), undo)


class GrantForm(ChangeForm):
    """A domain: key, name and kind."""

    domain = forms.CharField(label=_("Key"), max_length=40, help_text=_("Short and fixed, such as PWR-OUT."))
    name = forms.CharField(label=_("Name"), max_length=160)
    sort = forms.ChoiceField(label=_("Kind"), choices=Domain.Kind.choices)

    def change(self) -> Change | None:
        """Give it to the circle."""
        named = {name: self.answer(name, "") for name in ("domain", "name", "sort")}
        return Grant(self.circle, **named) if named["domain"] else None


class DomainForm(ChangeForm):
    """Which of the circle's domains."""

    domain = forms.ModelChoiceField(label=_("Domain"), queryset=Domain.objects.none())

    def __init__(self, *args: Any, circle: Circle, **kwargs: Any) -> None:
        super().__init__(*args, circle=circle, **kwargs)
        offer(self, "domain", circle.domains.held().select_related("project", "circle").order_by("key"))

    def change(self) -> Change | None:
        """Give it up."""
        domain = self.answer("domain", None)
        return Strike(self.circle, domain) if domain else None


class DomainToForm(DomainForm):
    """Which domain, and to which circle."""

    kind: ClassVar[type[Handover] | type[Share] | type[Unshare]] = Handover
    to = forms.ModelChoiceField(label=_("To which circle"), queryset=Circle.objects.none())

    def __init__(self, *args: Any, circle: Circle, **kwargs: Any) -> None:
        super().__init__(*args, circle=circle, **kwargs)
        others = circle.project.circles.open().exclude(pk=circle.pk)
        offer(self, "to", others.select_related("project", "parent").order_by(Alphabetical("name")))

    def change(self) -> Change | None:
        """Hand it over, or let another decide it as well."""
        domain, to = self.answer("domain", None), self.answer("to", None)
        return self.kind(self.circle, domain, to) if domain and to else None


class ShareForm(DomainToForm):
    """Which domain, and with which circle."""

    kind: ClassVar[type[Handover] | type[Share] | type[Unshare]] = Share
    to = forms.ModelChoiceField(label=_("With which circle"), queryset=Circle.objects.none())


class UnshareForm(ShareForm):
    """Which domain, and with which of those that share it."""

    kind = Unshare

    def __init__(self, *args: Any, circle: Circle, **kwargs: Any) -> None:
        super().__init__(*args, circle=circle, **kwargs)
        current = Sharing.objects.current().filter(domain__circle=circle)
        shared = circle.project.circles.filter(pk__in=current.values("circle"))
        offer(self, "to", shared.select_related("project", "parent").order_by(Alphabetical("name")))
        offer(self, "domain", circle.domains.held().filter(pk__in=current.values("domain")).order_by("key"))


class ElementForm(FundamentalForm, ChangeForm):
    """A fundamental element in its new words; one that is there, or one more."""

    element = forms.ModelChoiceField(
        label=_("Which"), queryset=Fundamental.objects.none(), required=False, empty_label=_("One more")
    )
    field_order = ("element",)

    def __init__(self, *args: Any, circle: Circle, **kwargs: Any) -> None:
        super().__init__(*args, circle=circle, **kwargs)
        offer(self, "element", circle.project.fundamentals.all())

    def change(self) -> Change | None:
        """Say it."""
        found, statement = self.answer("element", None), self.answer("statement", "")
        if not statement or not self.circle.is_general:
            return None
        days, cost = self.answer("days", None), self.answer("cost", None)
        return Element(self.circle, statement, self.answer("sort", ""), days, cost, found.number if found else None)


class BudgetForm(ChangeForm):
    """How much the project has."""

    budget = AmountField(label=_("Budget of the project"))

    def change(self) -> Change | None:
        """Set it."""
        budget = self.answer("budget", None)
        return Budget(self.circle, budget) if budget and self.circle.is_general else None


FORMS: dict[str, type[ChangeForm]] = {
    Closing.key: ClosingForm,
    Reopening.key: ReopeningForm,
    Move.key: MoveForm,
    Merger.key: MergerForm,
    Split.key: SplitForm,
    Limits.key: LimitsChangeForm,
    Grant.key: GrantForm,
    Handover.key: DomainToForm,
    Share.key: ShareForm,
    Unshare.key: UnshareForm,
    Strike.key: DomainForm,
    Element.key: ElementForm,
    Budget.key: BudgetForm,
}

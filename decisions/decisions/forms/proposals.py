"""Forms of a proposal: two open fields to propose and what is folded; and in which circle."""

from contextlib import suppress
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from circles.circles.models import Circle
from circles.projects.forms.amounts import AmountField, say_currency
from circles.projects.forms.autocomplete import offer_people
from circles.projects.forms.offers import offer
from circles.projects.models import Project
from circles.restructuring.changes import Change, clean_json
from decisions.decisions.forms.autocomplete import DecisionField
from decisions.decisions.forms.effects import AnswersEffects
from decisions.decisions.models import ClauseTouch, Decision, Proposal
from decisions.decisions.models.proposals.possible_changes import possible_changes
from decisions.decisions.models.proposals.proposal_terms import terms_in, with_answers
from decisions.decisions.models.proposals.routing_input import Terms
from decisions.decisions.models.proposals.split_clauses import with_descents
from decisions.decisions.models.proposals.touched_clause import TakenTexts, holders_of
from decisions.specification.descents import write_descents
from decisions.specification.forms import ClausesField, DescentsField, NamedDescents, named_clauses, named_descents
from decisions.specification.models import Clause
from foundation.accounts.models import User
from foundation.web.collation import Alphabetical
from foundation.web.exceptions import Refused
from foundation.web.row_counts import count_rows

FEW = 12
FOLDED = (
    "effect",
    "cost",
    "reversibility",
    "named",
    "domains",
    "elements",
    "owner",
    "review_months",
    "replaces",
    "begins_whole_number",
)


class ChangesField(forms.JSONField):
    """The changes of circles that are carried out, hidden: a page that says them in words has written them."""

    widget = forms.HiddenInput

    def __init__(self, *, project: Project, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.project = project

    def to_python(self, value: Any) -> Any:
        """Read it, unless it nests deeper than can be read."""
        try:
            return super().to_python(value)
        except RecursionError as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error

    def clean(self, value: Any) -> list[dict[str, Any]]:
        """Take changes that can be read, each in words of ours; refuse anything else."""
        try:
            return clean_json(self.project, super().clean(value) or [])
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class ProposalForm(AnswersEffects, forms.ModelForm[Proposal]):
    """A proposal: what is wrong and what we do stand open, the rest has defaults."""

    title = forms.CharField(
        label=_("Title"), max_length=160, required=False, help_text=_("Taken from the text, unless you write your own.")
    )
    cost = AmountField(label=_("Cost"), required=False, initial=0)
    review_months = forms.IntegerField(label=_("Review after, in months"), min_value=1, max_value=60, initial=3)

    class Meta:
        model = Proposal
        fields = ("title", "tension", "text", *FOLDED)
        labels: ClassVar = {"tension": _("The problem"), "text": _("The proposal"), "effect": _("What we expect")}
        help_texts: ClassVar = {"tension": _("The gap, with one real example and its date.")}
        widgets: ClassVar = {
            "tension": forms.Textarea({"rows": 3}),
            "text": forms.Textarea({"rows": 5}),
            "effect": forms.Textarea({"rows": 2}),
            "reversibility": forms.RadioSelect,
        }

    def __init__(self, *args: Any, circle: Circle, user: User, is_shown: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.circle, self.home, self.user = circle, circle, user
        project = circle.project
        say_currency(self, project)
        fields: dict[str, Any] = self.fields
        fields["owner"].required = False
        fields["owner"].empty_label = _("Me")
        things = {
            "named": Circle.objects.in_project(project).open().exclude(pk=circle.pk).order_by(Alphabetical("name")),
            "domains": project.domains.held().order_by("key"),
            "elements": project.fundamentals.current().order_by("number"),
        }
        in_force = Decision.objects.in_project(project).in_force()
        fields["replaces"] = DecisionField(
            in_force,
            project=project,
            label=_("Replaces"),
            required=False,
            help_text=_("A decision in force: its number, or words of it."),
        )
        numbers = count_rows(Project.objects.filter(pk=project.pk), **things) if is_shown else {}
        for name, found in things.items():
            if is_shown:  # to tick where there are few, else to pick from a list
                is_short = numbers[name] <= FEW
                fields[name].widget = forms.CheckboxSelectMultiple() if is_short else forms.SelectMultiple()
            offer(self, name, found)
        offer_people(self, "owner", project)
        self.add_clauses(fields)
        self.initial.setdefault("carries_out", self.instance.carries_out)
        fields["carries_out"] = ChangesField(project=project)
        self.initial.setdefault("revokes", self.instance.revokes_id)
        fields["revokes"] = forms.ModelChoiceField(in_force, required=False, widget=forms.HiddenInput)
        fields["reversibility"].choices = Proposal._meta.get_field("reversibility").choices

    def add_clauses(self, fields: dict[str, Any]) -> None:
        """Ask which clauses it ratifies as they stand now, and which it retires."""
        touched = list(self.instance.clauses_touched().prefetch_related(None)) if self.instance.pk else []
        already = [one.clause.key for one in touched]
        self.among: dict[str, Any] = {"project": self.circle.project, "reader": self.user, "already": already}
        fields["clauses"] = ClausesField(
            **self.among,
            label=_("Clauses it ratifies"),
            help_text=_("Keys such as SPEC-4.2, as their text stands now; their circles have a say."),
        )
        fields["retires"] = ClausesField(**self.among, label=_("Clauses it retires"))
        fields["descents"] = DescentsField(
            **self.among,
            widget=forms.Textarea({"rows": 2}),
            label=_("Clauses to split or merge"),
            help_text=_("One per line. Split: SPEC-4.2 -> SPEC-4.7, SPEC-4.8. Merge: SPEC-4.3, SPEC-4.4 -> SPEC-4.9."),
        )
        plain = [one for one in touched if not one.becomes]  # what becomes others stands in its lines alone
        self.initial.setdefault("clauses", [one.clause for one in plain if not one.retires])
        self.initial.setdefault("retires", [one.clause for one in plain if one.retires])
        became = [(one.clause.key, one.becomes) for one in touched if one.becomes]
        self.initial.setdefault("descents", write_descents(became))
        fields["begins_whole_number"] = fields.pop("begins_whole_number")

    def clean(self) -> dict[str, Any]:
        """Refuse to ratify and to retire one clause, and to move what cannot be moved."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        try:
            with_descents(self.plain_touches(), *self.given_descents())
        except Refused as refusal:
            self.add_error("descents", str(refusal))
        taken = TakenTexts(self.touches(), self.instance.pk)
        for touch in taken.touches:
            try:
                taken.of(touch)
            except Refused as refusal:
                self.add_error("retires" if touch.retires else "clauses", str(refusal))
        if set(given.get("clauses") or ()) & set(given.get("retires") or ()):
            self.add_error("retires", _("A clause is ratified or retired, not both."))
        self.refuse_unanswered()
        return given

    @property
    def asks(self) -> bool:
        """Whether it is put to people as it is sent: a draft may stay unanswered."""
        return "open" in self.data or bool(self.instance.pk and self.instance.last_round)

    def touches(self) -> list[ClauseTouch]:
        """Return the clauses that it moves, as far as they are filled in."""
        plain = self.plain_touches()
        with suppress(Refused):  # as `clean` says
            return with_descents(plain, *self.given_descents())
        return plain

    def given_descents(self) -> NamedDescents:
        """Return which clauses become which, as far as that is filled in."""
        given = getattr(self, "cleaned_data", None)
        found = self.initial.get("descents") if given is None else given.get("descents")
        with suppress(forms.ValidationError):
            return named_descents(words=found, **self.among) if isinstance(found, str) else found or ([], {})
        return [], {}

    def plain_touches(self) -> list[ClauseTouch]:
        """Return the clauses that it names as ratified or retired."""
        return [
            ClauseTouch(clause, retires=name == "retires")
            for name in ("clauses", "retires")
            for clause in self.named(name)
        ]

    def named(self, name: str) -> list[Clause]:
        """Return the clauses that a field names, or that an address began it with."""
        given = getattr(self, "cleaned_data", None)
        found = self.initial.get(name) if given is None else given.get(name)
        if isinstance(found, str):
            try:
                return named_clauses(words=found, **self.among)
            except forms.ValidationError:
                return []
        return list(found or ())

    @property
    def is_open(self) -> bool:
        """Whether more than what is wrong and what to do is to be seen: it was sent, or begins with clauses."""
        return self.is_bound or bool(self.touches())

    def keeps_clauses(self) -> bool:
        """Whether a change of wording leaves alone which clauses it moves: their text is not taken anew."""
        touched = self.instance.touched_clauses.defer("nodes", "words") if self.instance.pk else ()
        before = {(one.clause_id, one.retires, *one.becomes) for one in touched}
        same = {(touch.clause.pk, touch.retires, *touch.becomes) for touch in self.touches()} == before
        return "editorial" in self.data and same

    def clean_cost(self) -> Decimal:
        """Take nothing for zero."""
        return self.cleaned_data.get("cost") or Decimal(0)

    def said_terms(self) -> Terms:
        """Return what moves the route but for the answers, as far as it is filled in; faults count as not filled in."""
        given = getattr(self, "cleaned_data", {})
        return terms_in(
            self.circle,
            saved=self.instance if self.instance.pk else None,
            cost=given.get("cost") or Decimal(0),
            reversibility=given.get("reversibility") or "easy",
            domains=given.get("domains") or (),
            elements=given.get("elements") or (),
            named=given.get("named") or (),
            changes=self.changes(),
            clauses=holders_of(touch.clause for touch in self.touches()),
            replaces=self.ended("replaces"),
            revokes=self.ended("revokes"),
            answered=(),
        )

    def terms(self) -> Terms:
        """Return what moves the route, with what was answered yes."""
        return with_answers(self.said_terms(), self.answers())

    def ended(self, name: str) -> Decision | None:
        """Return the decision that it `replaces` or `revokes`, as far as the form has it."""
        given = getattr(self, "cleaned_data", self.initial).get(name)
        return given if isinstance(given, Decision) else getattr(self.instance, name)

    def changes(self) -> list[Change]:
        """Return what it carries out, as the form has it."""
        given = getattr(self, "cleaned_data", None)
        rows = self.initial.get("carries_out") if given is None else given.get("carries_out")
        return possible_changes(self.circle.project, rows or [])

    def arguments(self) -> dict[str, Any]:
        """Return what `Proposal.propose` and `revise` take; a title or owner left empty stays as it is."""
        given = {name: self.cleaned_data[name] for name in self.Meta.fields}
        if not {"clauses", "retires", "descents"}.isdisjoint(self.data) and not self.keeps_clauses():
            given["clauses"] = self.touches()
        if "carries_out" in self.data:
            given["carries_out"] = self.cleaned_data["carries_out"]
        if "revokes" in self.data:
            given["revokes"] = self.cleaned_data["revokes"]
        given["effects"] = self.answers()
        return {name: value for name, value in given.items() if value or name not in ("title", "owner")}


class CircleChoice(forms.Form):
    """In which circle to propose."""

    circle = forms.ModelChoiceField(label=_("Circle"), queryset=Circle.objects.none(), to_field_name="key")

    def __init__(self, *args: Any, circles: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "circle", circles)

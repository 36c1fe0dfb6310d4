"""Forms of actions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from circles.circles.models import Circle
from circles.projects.forms.autocomplete import offer_people
from circles.projects.forms.offers import offer
from circles.projects.models import Project, Subject
from circles.projects.references import thing_named
from decisions.actions.models import MAX_WORDS, Action
from decisions.actions.recurrence import MOST
from documents.conversation.text.mentions import MAX_TEXT
from foundation.accounts.models import User
from foundation.web.collation import Alphabetical

DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


ASK_WHY = _("Say why, or choose “Nothing in particular”.")


def origin_of(project: Project, user: User, why: str) -> tuple[Subject | None, str]:
    """Return what a "why" names among what the person may read (D-12, P-4), else none and its words."""
    thing = thing_named(project, user, why.strip())
    return thing, "" if thing else why


class AskedField(forms.CharField):
    """A field that stays empty only when another one says so: it is not marked as optional."""

    is_asked = True


class ActionForm(forms.Form):
    """What giving a person something to do takes; `origin` names what it comes from (P-24, message-…). By hand, from
    nothing, it asks why.
    """

    what = forms.CharField(label=_("What needs to be done?"), max_length=MAX_WORDS)
    owner = forms.ModelChoiceField(label=_("Who does it"), queryset=User.objects.none(), empty_label=None)
    due_on = forms.DateField(label=_("By when"), required=False, widget=DAY)
    circle = forms.ModelChoiceField(
        label=_("Circle"), queryset=Circle.objects.none(), to_field_name="key", empty_label=None
    )
    quote = forms.CharField(label=_("Quote"), required=False, widget=forms.Textarea({"rows": 2}), max_length=20_000)
    origin = forms.CharField(required=False, widget=forms.HiddenInput, max_length=80)
    why = AskedField(
        label=_("Why"),
        required=False,
        max_length=MAX_WORDS,
        help_text=_("What it comes from, such as D-12 or P-4, or a few words."),
    )
    without_why = forms.BooleanField(label=_("Nothing in particular"), required=False)

    def __init__(self, *args: Any, project: Project, has_source: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_source:
            del self.fields["why"], self.fields["without_why"]
        offer_people(self, "owner", project)
        offer(self, "circle", Circle.objects.in_project(project).open().order_by(Alphabetical("name")))

    def clean(self) -> dict[str, Any]:
        """Ask for the why of what is made by hand; nothing in particular is an answer."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if "why" in self.fields and not (given.get("why") or given.get("without_why")):
            self.add_error("why", ASK_WHY)
        return given


class ReassignForm(forms.Form):
    """Whom an action goes to."""

    owner = forms.ModelChoiceField(label=_("Who does it"), queryset=User.objects.none(), empty_label=None)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_people(self, "owner", project)


class DayForm(forms.Form):
    """The day by which it is due."""

    due_on = forms.DateField(label=_("By when"), required=False, widget=DAY)


class PlaceForm(forms.Form):
    """Which circle an action goes to."""

    circle = forms.ModelChoiceField(
        label=_("Circle"), queryset=Circle.objects.none(), to_field_name="key", empty_label=None
    )

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "circle", Circle.objects.in_project(project).open().order_by(Alphabetical("name")))


class RepetitionForm(forms.Form):
    """How often it recurs."""

    every = forms.IntegerField(label=_("Every"), min_value=1, max_value=MOST, initial=1)
    unit = forms.ChoiceField(label=_("Unit"), choices=Action.Unit.choices, initial=Action.Unit.WEEK)


class DescriptionForm(forms.Form):
    """What there is to know to do it, as Markdown."""

    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=MAX_TEXT,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("Markdown: **bold**, lists, links; @name and D-12 become links."),
    )


class SourceForm(forms.Form):
    """What an action comes from: a reference, or a few words."""

    why = forms.CharField(
        label=_("Why"), max_length=MAX_WORDS, help_text=_("What it comes from, such as D-12 or P-4, or a few words.")
    )

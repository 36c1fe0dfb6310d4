"""Forms of the regular syncs."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from circles.circles.models import Circle
from circles.projects.forms.autocomplete import offer_people
from circles.projects.forms.offers import offer
from circles.projects.forms.working_days import WEEK
from daily.syncs.models import Pulse, RecurringSync
from daily.syncs.models.pulse import WORDS
from daily.syncs.recurrence_labels import DAYS, parts_of, weekdays_in
from daily.syncs.workflows.opening import facilitator_now
from foundation.accounts.models import User


class RecurringSyncForm(forms.ModelForm[RecurringSync]):
    """When a circle meets, in words that people use; the rule is written from days and weeks."""

    days = forms.MultipleChoiceField(label=_("On"), choices=WEEK, widget=forms.CheckboxSelectMultiple)
    every = forms.IntegerField(label=_("Every … weeks"), min_value=1, max_value=12, initial=1)

    class Meta:
        model = RecurringSync
        fields = ("name", "local_time", "length_minutes", "facilitator", "pulse_minutes", "video_link")
        widgets: ClassVar = {"local_time": forms.TimeInput({"type": "time"}, format="%H:%M")}

    def __init__(self, *args: Any, circle: Circle, **kwargs: Any) -> None:
        recurring_sync = kwargs.get("instance")
        days = [str(day) for day in sorted(circle.project.weekdays)]
        every = 1
        if recurring_sync:
            days = [str(day) for day in weekdays_in(recurring_sync.recurrence)]
            every = int(parts_of(recurring_sync.recurrence).get("INTERVAL", 1))
        kwargs["initial"] = {"days": days, "every": every}
        super().__init__(*args, **kwargs)
        self.order_fields(["name", "days", "every", "local_time", "length_minutes", "facilitator", "pulse_minutes"])
        self.fields["facilitator"].empty_label = _("in turn")  # type: ignore[attr-defined] # a choice of rows
        offer(self, "facilitator", circle.members())

    def written(self) -> dict[str, Any]:
        """Return the recurring sync's fields, with its rule."""
        fields = {name: self.cleaned_data[name] for name in self._meta.fields or ()}
        every = f"INTERVAL={self.cleaned_data['every']};" if self.cleaned_data["every"] > 1 else ""
        days = ",".join(DAYS[int(day)] for day in sorted(self.cleaned_data["days"]))
        return {**fields, "recurrence": f"FREQ=WEEKLY;{every}BYDAY={days}"}


class HoldForm(forms.Form):
    """Which circle's sync is held now, and who facilitates: whose turn it is, unless another person is chosen."""

    circle = forms.ChoiceField(label=_("Circle"))
    facilitator = forms.ModelChoiceField(label=_("Who facilitates"), queryset=User.objects.none())

    def __init__(self, *args: Any, circles: list[Circle], wanted: str, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.circles = {circle.key: circle for circle in circles}
        key = self.data.get("circle", wanted)
        circle = self.circles.get(key) or circles[0]
        self.fields["circle"].choices = [(one.key, one.name) for one in circles]  # type: ignore[attr-defined] # choices
        self.initial = {"circle": circle.key, "facilitator": facilitator_now(circle, by=user).pk}
        offer_people(self, "facilitator", circle.project, circle.members())

    def chosen(self) -> dict[str, Any]:
        """Return the circle and who facilitates."""
        return {**self.cleaned_data, "circle": self.circles[self.cleaned_data["circle"]]}


class PulseForm(forms.ModelForm[Pulse]):
    """The four lines of a pulse."""

    class Meta:
        model = Pulse
        fields = WORDS
        widgets: ClassVar = {
            name: forms.Textarea({"rows": 1, "class": "input input--line", "maxlength": 300, "placeholder": hint})
            for name, hint in (
                ("done", ""),
                ("next", ""),
                ("blocked_by", _("nobody")),
                ("tension", _("one real example")),
            )
        }


class PointForm(forms.Form):
    """A point, or a tension."""

    text = forms.CharField(label=_("Point"), max_length=300)
    tension = forms.BooleanField(required=False)


class SyncActionForm(forms.Form):
    """An action that comes out of a sync."""

    what = forms.CharField(label=_("What"), max_length=200, widget=forms.TextInput({"autofocus": True}))
    owner = forms.ModelChoiceField(label=_("Who"), queryset=User.objects.none())
    due_on = forms.DateField(label=_("By"), required=False, widget=forms.DateInput({"type": "date"}))

    def __init__(self, *args: Any, circle: Circle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_people(self, "owner", circle.project)


class ReasonForm(forms.Form):
    """Why a sync is opened again."""

    reason = forms.CharField(label=_("Why"), max_length=300)

"""The form of a webhook."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from across.webhooks.models import Webhook
from across.webhooks.offered_events import EventGroup, event_groups
from circles.circles.queries.tree import circles_of
from circles.projects.models import Project


class WebhookForm(forms.ModelForm[Webhook]):
    """Where a program is, and which events it is sent."""

    url = forms.URLField(
        label=_("Address"),
        max_length=600,
        assume_scheme="https",
        widget=forms.URLInput({"placeholder": "https://"}),
        help_text=_("Events are sent to this address by POST."),
    )
    types = forms.MultipleChoiceField(
        label=_("Events"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Every event is sent unless you choose some."),
    )

    rooms = forms.MultipleChoiceField(
        label=_("Rooms"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only messages from these rooms are sent, never direct messages."),
    )

    class Meta:
        model = Webhook
        fields = ("name", "url", "types", "rooms")

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rooms: Any = self.fields["rooms"]
        kept = self.instance.rooms if self.instance.pk else []
        open_rooms = [one for one in circles_of(project) if not one.closed_at or one.key in kept]
        rooms.choices = [(one.key, str(one.name)) for one in open_rooms]
        field: Any = self.fields["types"]
        field.choices = [(one.value, one.value) for group in event_groups(()) for one in group.choices]

    @property
    def events(self) -> list[EventGroup]:
        """Return what can be chosen, with what is."""
        return event_groups(self["types"].value() or ())


class SinceForm(forms.Form):
    """From when on to send again."""

    since = forms.DateTimeField(label=_("Since"), widget=forms.DateTimeInput({"type": "datetime-local"}))

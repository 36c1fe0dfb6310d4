"""The form of a bot."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from circles.circles.models import Circle
from circles.invitations.models import Guest, Level
from circles.projects.forms.autocomplete import PersonField
from foundation.web.unicode_safety import validate_name


class BotOwnerForm(forms.Form):
    """Who shall have a bot."""

    def __init__(self, sent: Any = None, *, bot: Guest) -> None:
        super().__init__(sent, auto_id=f"bot-{bot.pk}-%s")
        self.bot = bot
        people = bot.project.people().exclude(bots=bot.user)
        self.fields["person"] = PersonField(people, project=bot.project, label=_("New owner"))


class BotForm(forms.Form):
    """What a bot is called, where it is, and what it may do there."""

    name = forms.CharField(label=_("Name"), max_length=120, validators=[validate_name])
    place = forms.ChoiceField(label=_("Circle"))
    level = forms.ChoiceField(
        label=_("Can"),
        choices=[(one.value, one.label) for one in (Level.READ, Level.COMMENT)],
        initial=Level.COMMENT,
        help_text=_("In this circle’s room and documents, and nowhere else. No position is asked of it."),
    )

    def __init__(self, *args: Any, circles: list[Circle], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.circles = {one.key: one for one in circles}
        field: Any = self.fields["place"]
        field.choices = [(one.key, str(one.name)) for one in circles]

    @property
    def circle(self) -> Circle:
        """Return the chosen circle."""
        return self.circles[self.cleaned_data["place"]]

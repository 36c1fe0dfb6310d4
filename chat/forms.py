"""Forms of chat."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from chat.models import Message, Topic, TopicQuerySet
from projects.forms.autocomplete import MANY, PersonField
from projects.models import Project

TEXT = forms.Textarea({"rows": 1})


class MessageForm(forms.Form):
    """What saying something takes; `key` is the sender's own id for it, so that sending twice says once."""

    text = forms.CharField(label=_("Message"), widget=TEXT, strip=True, required=False)
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    reply_to = forms.UUIDField(required=False, widget=forms.HiddenInput)
    quote = forms.CharField(required=False, widget=forms.HiddenInput, max_length=300)

    def clean(self) -> dict[str, Any]:
        """Take the files that were sent for it; there are words, or files."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        files = self.data.getlist("files") if isinstance(self.data, QueryDict) else []
        if not given.get("text") and not files:
            self.add_error("text", _("This message is empty."))
        return {**given, "files": files}

    def for_topic(self, topic: Topic | None) -> dict[str, Any]:
        """Return what `post_message` takes; an answer to a message of another topic is just a message."""
        said = dict(self.cleaned_data)
        pk = said.pop("reply_to")
        found = Message.objects.filter(topic=topic, removed_at=None, pk=pk).first() if topic and pk else None
        return {**said, "reply_to": found}


class TopicForm(forms.Form):
    """What opening a topic takes."""

    name = forms.CharField(label=_("What is it about?"), max_length=200)
    text = forms.CharField(label=_("First message"), widget=forms.Textarea({"rows": 3}), required=False)


class OutcomeForm(forms.Form):
    """What closing a topic takes."""

    outcome = forms.ChoiceField(label=_("What came of it"), choices=Topic.Outcome, widget=forms.RadioSelect)
    line = forms.CharField(label=_("In a line"), max_length=300, required=False)


class WordingForm(forms.Form):
    """What editing a message takes."""

    text = forms.CharField(label=_("Message"), widget=forms.Textarea({"rows": 3}))


class DirectForm(forms.Form):
    """Whom to write to directly: chosen from a list, or in a large project one more by typing."""

    people = forms.ModelMultipleChoiceField(
        User.objects.none(), label=_("To"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, project: Project, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = project.people().exclude(pk=user.pk)
        field = cast("forms.ModelMultipleChoiceField[User]", self.fields["people"])
        field.queryset = found
        if found.count() > MANY:
            field.widget = forms.MultipleHiddenInput()
            self.fields["person"] = PersonField(found, project=project, label=_("To"), required=False)

    def clean(self) -> dict[str, Any]:
        """Take everyone who was chosen."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        people = [*given.get("people", []), *filter(None, [given.get("person")])]
        if not people and not self.errors:
            self.add_error(None, _("Choose whom to write to."))
        return {**given, "people": people}


class MessageMoveForm(forms.Form):
    """Where messages are moved to: a topic of the room, or a new one by its name."""

    to = forms.ModelChoiceField(Topic.objects.none(), label=_("To the topic"), required=False)
    name = forms.CharField(label=_("or to a new one, called"), max_length=200, required=False)
    following = forms.BooleanField(label=_("and the messages after it"), required=False)

    def __init__(self, *args: Any, topics: TopicQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Topic]", self.fields["to"]).queryset = topics

    def clean(self) -> dict[str, Any]:
        """Take one of both."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not given.get("to") and not given.get("name"):
            self.add_error("to", _("Choose a topic, or name a new one."))
        return given

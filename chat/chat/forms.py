"""Forms of chat."""

from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from chat.chat.models import Message, Topic, TopicQuerySet
from circles.projects.forms.autocomplete import PersonField, is_person_key, named
from circles.projects.models import Project
from foundation.accounts.models import User
from foundation.web.name_patterns import SearchQuery

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
    line = forms.CharField(label=_("In one line"), max_length=300, required=False)


class WordingForm(forms.Form):
    """What editing a message takes."""

    text = forms.CharField(label=_("Message"), widget=forms.Textarea({"rows": 3}))


class ManyInput(forms.TextInput):
    """Takes all that was sent under its name."""

    def use_required_attribute(self, initial: Any) -> bool:
        """Let the field be empty: those that were chosen stand beside it."""
        return False

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """Return each that is not empty."""
        given = data.getlist(name) if isinstance(data, QueryDict) else data.get(name, [])
        return [value for value in given if value.strip()]


class PeopleField(PersonField):
    """People by name: each chosen while one types, or typed as far as it names one of them."""

    widget = ManyInput
    default_error_messages: ClassVar = {"required": _("Choose whom to write to.")}

    def clean(self, value: Any) -> list[User]:
        """Read all of them, each once."""
        if not value:
            raise ValidationError(self.error_messages["required"], code="required")
        return list(dict.fromkeys(super(PersonField, self).clean(one) for one in value))

    def prepare_value(self, value: Any) -> str:
        """Show none in the field: those that are chosen stand beside it."""
        return ""

    def find_typed(self, typed: str) -> QuerySet[Any]:
        """Find by id or name, or by words of the name where these fit one person."""
        found = super().find_typed(typed)
        if found.exists():
            return found
        query = SearchQuery.from_text(typed.partition(" @")[0])
        return named(self.rows, query) if query.terms else found


class DirectForm(forms.Form):
    """Whom to write to directly."""

    def __init__(self, *args: Any, project: Project, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = project.people().exclude(pk=user.pk)
        self.fields["people"] = PeopleField(found, project=project, label=_("To"))
        self.fields["people"].widget.attrs |= {"autofocus": True, "placeholder": _("Type a name")}
        given = self.data.getlist("people") if isinstance(self.data, QueryDict) else self.initial.get("people", [])
        self.chosen = list(found.filter(pk__in=[one for one in given if is_person_key(one)]))


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

"""Forms of comments."""

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.conversation.text.mentions import MAX_TEXT
from documents.documents.models import (
    MAX_CONTEXT,
    MAX_POSITION,
    MAX_QUOTE,
    CommentThread,
)
from documents.documents.models.comment import MAX_OUTCOME_LINE
from documents.documents.workflows.comments import Anchor


class NewCommentForm(forms.Form):
    """What commenting on a range takes; `key` is the sender's own, so that sending twice says once."""

    text = forms.CharField(label=_("Comment"), max_length=MAX_TEXT, widget=forms.Textarea({"rows": 2}))
    quote = forms.CharField(widget=forms.HiddenInput, max_length=MAX_QUOTE, strip=False)
    before = forms.CharField(widget=forms.HiddenInput, max_length=MAX_CONTEXT, required=False, strip=False)
    after = forms.CharField(widget=forms.HiddenInput, max_length=MAX_CONTEXT, required=False, strip=False)
    start = forms.CharField(widget=forms.HiddenInput, max_length=MAX_POSITION, required=False)
    end = forms.CharField(widget=forms.HiddenInput, max_length=MAX_POSITION, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def anchor(self) -> Anchor:
        """Return what is commented on."""
        return Anchor(**{name: self.cleaned_data[name] for name in ("quote", "before", "after", "start", "end")})


class ReplyForm(forms.Form):
    """What answering in a thread, or changing one's comment, takes."""

    text = forms.CharField(label=_("Reply"), max_length=MAX_TEXT, widget=forms.Textarea({"rows": 2}))
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)


class ResolveForm(forms.Form):
    """What resolving a thread takes."""

    outcome = forms.ChoiceField(label=_("What came of it"), choices=CommentThread.Outcome)
    line = forms.CharField(label=_("In one line"), max_length=MAX_OUTCOME_LINE, required=False)
    decision = forms.CharField(label=_("Decision"), max_length=300, required=False)

"""What one says of oneself."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from circles.circles.forms.skills import SkillsForm
from foundation.accounts.models import User
from foundation.accounts.skills import text_of


class ProfileForm(SkillsForm, forms.ModelForm[User]):
    """One's name, a few words, what one can do, and a picture."""

    file = forms.FileField(
        label=_("Picture"),
        required=False,
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp,image/gif"}),
        help_text=_("It is resized, and the place where it was taken is removed."),
    )

    field_order = ("name", "about", "trades", "words", "file")

    class Meta:
        model = User
        fields = ("name", "about")
        widgets: ClassVar = {"about": forms.Textarea({"rows": 4})}
        help_texts: ClassVar = {"about": _("What you do, what people can ask you about. Visible in your projects.")}

    def __init__(self, *args: Any, instance: User, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, skills=instance.skills, **kwargs)

    def save(self, commit: bool = True) -> User:  # noqa: FBT001, FBT002 Django's signature
        """Keep what one can do along."""
        self.instance.skills = text_of(self.cleaned_data["skills"])
        return super().save(commit)

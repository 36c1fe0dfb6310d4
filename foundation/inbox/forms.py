"""What a person chooses for their notifications."""

from typing import Any, ClassVar, override

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User
from foundation.inbox.delivery_rules import MailChoice
from foundation.inbox.kinds import NoticeKind
from foundation.inbox.models import Attention, NotificationChoice, NotificationSettings, choices_of
from foundation.inbox.models.notification_settings import CHOSEN
from foundation.inbox.vapid import is_push_service
from foundation.web.public_holidays import countries
from foundation.web.redirects import is_ours

MAIL = [
    (MailChoice.AT_ONCE, _("Instant e-mail")),
    (MailChoice.DIGEST, _("In the digest")),
    (MailChoice.NONE, _("No e-mail")),
]
DAYS = [
    ("0", _("Monday")),
    ("1", _("Tuesday")),
    ("2", _("Wednesday")),
    ("3", _("Thursday")),
    ("4", _("Friday")),
    ("5", _("Saturday")),
    ("6", _("Sunday")),
]


class HoursForm(forms.ModelForm[NotificationSettings]):
    """Quiet hours, days off and the digest."""

    holidays_of = forms.ChoiceField(
        label=_("Public holidays in"),
        choices=lazy(countries, list),
        required=False,
        help_text=_("They count as days off."),
    )
    days_off = forms.MultipleChoiceField(
        label=_("Days off"), choices=DAYS, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = NotificationSettings
        fields = CHOSEN
        labels: ClassVar = {"digest_at": _("Digest time")}
        widgets: ClassVar[dict[str, Any]] = {
            **{
                name: forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
                for name in ("quiet_from", "quiet_until", "focus_from", "focus_until", "digest_at")
            },
            **{
                name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d") for name in ("away_from", "away_until")
            },
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["days_off"] = list(self.instance.days_off)

    def clean(self) -> dict[str, Any]:
        """Refuse half a span: hours and days have a beginning and an end."""
        found = super().clean() or {}
        for first, last in (("focus_from", "focus_until"), ("away_from", "away_until")):
            if (found.get(first) is None) != (found.get(last) is None):
                self.add_error(last if found.get(last) is None else first, _("Fill in both or neither."))
        if found.get("away_from") and found.get("away_until") and found["away_until"] < found["away_from"]:
            self.add_error("away_until", _("The last day is before the first."))
        return found

    def clean_days_off(self) -> str:
        return "".join(sorted(self.cleaned_data["days_off"]))

    @override
    def save(self, commit: bool = True) -> NotificationSettings:
        NotificationSettings.change(self.instance.user, **self.cleaned_data)
        return self.instance


class KindsForm(forms.Form):
    """How each kind of notice reaches a person."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        for kind, (mail, push) in choices_of(user).items():
            self.fields[f"mail-{kind}"] = forms.ChoiceField(choices=MAIL, initial=mail.value)
            self.fields[f"push-{kind}"] = forms.BooleanField(initial=push, required=False)

    def rows(self) -> list[tuple[str, list[tuple[NoticeKind, Any, Any]]]]:
        """Return the kinds by group, each with its choice of e-mail and its box for push."""
        groups: dict[str, list[tuple[NoticeKind, Any, Any]]] = {}
        for kind in NoticeKind:
            row = (kind, self[f"mail-{kind}"], self[f"push-{kind}"])
            groups.setdefault(str(kind.facts.group.label), []).append(row)
        return list(groups.items())

    def save(self) -> None:
        """Keep what differs from what is usual."""
        for kind in NoticeKind:
            mail, push = MailChoice(self.cleaned_data[f"mail-{kind}"]), self.cleaned_data[f"push-{kind}"]
            NotificationChoice.choose(self.user, kind, mail, push=push)


class DeviceForm(forms.Form):
    """What a browser says of where it can be reached by push."""

    endpoint = forms.URLField(max_length=600, assume_scheme="https")
    p256dh = forms.RegexField(r"^[\w-]{80,120}=*$")
    auth = forms.RegexField(r"^[\w-]{20,40}=*$")

    def clean_endpoint(self) -> str:
        endpoint: str = self.cleaned_data["endpoint"]
        if not is_push_service(endpoint):
            raise forms.ValidationError(_("This push service is not supported here."))
        return endpoint


class AttentionForm(forms.ModelForm[Attention]):
    """What to follow or to mute; `what` is one of follow, mute, usual."""

    what = forms.ChoiceField(choices=[(one, one) for one in ("follow", "mute", "usual")])

    class Meta:
        model = Attention
        fields = ("project", "thing", "title", "address")

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        if not is_ours(address):
            raise forms.ValidationError(_("This address is not on this server."))
        return address

"""Forms by which a circle is opened."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from circles.circles.default_limits import is_usual
from circles.circles.forms.circles import say_usual
from circles.circles.models import Circle
from circles.projects.forms.amounts import AmountField
from foundation.web.formatting import money


class CircleForm(forms.ModelForm[Circle]):
    """What opening a circle asks; the limits have defaults, and more than these is for who may set them. Money of the
    circle around it is for who may hand it on.
    """

    money = AmountField(label=_("Money of its own"), min_value=Decimal("0.01"), required=False)

    class Meta:
        model = Circle
        fields = ("name", "purpose", *Circle.LIMITS)
        field_classes: ClassVar = {"unit_limit": AmountField, "small_limit": AmountField}
        widgets: ClassVar = {"purpose": forms.Textarea({"rows": 2})}

    def __init__(
        self, *args: Any, parent: Circle, may_set_limits: bool, in_hand: Decimal | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.parent, self.may_set_limits = parent, may_set_limits
        say_usual(self, parent.project, Decimal(0))
        shown = {"circle": parent.name, "amount": money(in_hand, parent.project.currency)}
        self.fields["money"].help_text = (
            _("Of the %(amount)s that %(circle)s has in hand; can be handed on later.") % shown
        )
        if not in_hand:
            del self.fields["money"]

    def clean(self) -> dict[str, Any]:
        """Refuse more than the usual from whoever may not give it."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        usual = Circle(project=self.parent.project).own_limits
        for name in usual:
            if not self.may_set_limits and not is_usual({name: given.get(name, usual[name])}):
                sentence = _("More than usual is given by the pilot or a facilitator of the circle around it.")
                self.add_error(name, sentence)
        return given

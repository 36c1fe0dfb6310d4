"""What forms of changes have in common: the change that their answers come to."""

from typing import Any, ClassVar

from django import forms

from circles.circles.models import Circle
from circles.projects.forms.amounts import say_currency
from circles.restructuring.changes import Change


class ChangeForm(forms.Form):
    """Asks for the fields of a change of one circle, by the same names.

    Without what it `needs`, it comes to no change; `says_at_once`: there is a preview before anything is answered.
    """

    change_class: ClassVar[type[Change]]
    needs: ClassVar[tuple[str, ...]] = ()
    says_at_once: ClassVar[bool] = False

    def __init__(self, *args: Any, circle: Circle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.circle = circle
        say_currency(self, circle.project)

    def change(self) -> Change | None:
        """Return the change that the valid answers come to, or None while what it needs is missing."""
        given = self.given()
        if any(name not in given for name in self.needs):
            return None
        return self.change_class(self.circle, **{**self.stand_ins(), **given})

    def given(self) -> dict[str, Any]:
        """Return the valid answers that are not empty: a limit, a budget or days of 0 are an answer."""
        given = getattr(self, "cleaned_data", {}).items()
        return {name: answer for name, answer in given if answer or answer == 0}

    def stand_ins(self) -> dict[str, Any]:
        """Return what stands for missing answers where the change has no default."""
        return {}


class GeneralCircleForm(ChangeForm):
    """What the general circle alone decides: in another circle it comes to no change."""

    def change(self) -> Change | None:
        """Return the change, in the general circle."""
        return super().change() if self.circle.is_general else None

"""How the record says what lies below it, its link in the sidebar, and its folder of a copy."""

from django.utils.translation import gettext_lazy as _

from circles.circles.models import Role
from circles.invitations.models import Level
from circles.navigation.entries import NavGroup, NavLink
from circles.projects.models import Reversibility
from circles.record.labels import FactChoices
from circles.record.record_sentences import SENTENCES
from circles.record.takeaway import PART
from circles.record.templates import Sentences

EXTENSION = (
    NavLink("record", 90, _("Record"), "scroll-text", "circles:record", NavGroup.LOOK),
    Sentences("circles", SENTENCES),
    FactChoices(
        {"role": Role.Kind, "level": Level, "hard_to_undo": Reversibility, "hard_to_undo_before": Reversibility}
    ),
    PART,
)

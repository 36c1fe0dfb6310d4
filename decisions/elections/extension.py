"""What elections add: sentences of the record, what they keep, and that an adopted candidate gets the role."""

from django.utils.translation import gettext_lazy as _

from circles.circles.panels import Panel
from circles.navigation.entries import NavGroup, NavLink
from circles.projects.domain_events import ThingAdopted
from circles.record.templates import Sentences
from decisions.elections.contexts import panel_of
from decisions.elections.kept_data import KEPT_DATA
from decisions.elections.record_sentences import SENTENCES
from decisions.elections.takeaway import PART
from decisions.elections.workflows import fill_role
from foundation.web.extension_registry import Subscribers

EXTENSION = (
    NavLink("roles", 110, _("Roles"), "circle-user", "elections:roles", NavGroup.PROJECT),
    Panel("elections", 47, panel_of),
    Sentences("elections", SENTENCES),
    PART,
    KEPT_DATA,
    Subscribers({ThingAdopted: [fill_role]}),
)

"""What elections add: sentences of the record, what they keep, and that an adopted candidate gets the role."""

from django.utils.translation import gettext_lazy as _

from circles.panels import Panel
from elections.contexts import panel_of
from elections.kept_data import KEPT_DATA
from elections.record_sentences import SENTENCES
from elections.takeaway import PART
from elections.workflows import fill_role
from navigation.entries import NavGroup, NavLink
from projects.domain_events import ThingAdopted
from record.templates import Sentences
from web.extension_registry import Subscribers

EXTENSION = (
    NavLink("roles", 110, _("Roles"), "circle-user", "elections:roles", NavGroup.PROJECT),
    Panel("elections", 47, panel_of),
    Sentences("elections", SENTENCES),
    PART,
    KEPT_DATA,
    Subscribers({ThingAdopted: [fill_role]}),
)

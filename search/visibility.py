"""Who may see what was found: one rule for each gate, asked inside the query that reads the rows.

A new kind of thing that not everybody in the project may see (a direct message) needs a gate of its own in `Text.Gate`,
set in `search.kinds`, and one line here.
"""

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from chat.models import Topic
from circles.models import Membership
from documents.models import Document
from search.models import Text


def visible_to(user: User) -> Q:
    """Return the condition by which a person may see a row of `Text`; what has no gate is seen by nobody."""
    inside = Membership.objects.current().filter(user=user, project=OuterRef("project"))
    documents = Document.objects.filter(pk=OuterRef("holder"))
    topics = Topic.objects.filter(pk=OuterRef("holder"))
    rules = {
        Text.Gate.PROJECT: Exists(inside),
        Text.Gate.TITLE: Exists(documents.visible_to(user)),
        Text.Gate.DOCUMENT: Exists(documents.readable_by(user)),
        Text.Gate.TOPIC: Exists(topics.visible_to(user)),
    }
    found = Q(pk__in=())
    for gate, rule in rules.items():
        found |= Q(gate=gate) & Q(rule)
    return found

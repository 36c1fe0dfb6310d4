"""Who may see what was found: one rule for each gate, asked inside the query that reads the rows.

A new kind of thing that not everyone in the project may see (a direct message) needs a gate of its own in `Text.Gate`,
set in `across.search.kinds`, and one line here.
"""

import json
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField, Value

from across.search.models import Text
from chat.chat.models import Topic
from circles.circles.models import Membership
from documents.documents.models import Document
from foundation.accounts.models import User
from foundation.web.number_list import NumberList
from foundation.web.repeated_query import RepeatedQuery


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


def visible_keys(user: User, keys: Collection[int]) -> set[int]:
    """Return which of these rows of `Text` a person may see, by their ids."""
    found = _visible.rows(user=user.pk, keys=json.dumps(list(keys))) if keys else ()
    return {key for (key,) in found}


def _visible_of(user: UUID, keys: UUID) -> QuerySet[Text, Any]:
    listed = NumberList(Value(str(keys), TextField()))
    found: QuerySet[Text, Any] = Text.objects.filter(visible_to(User(pk=user)), pk__in=listed).values_list("pk")
    return found


_visible = RepeatedQuery(_visible_of, "user", "keys")
"""Every search asks it, some of them four times, and to compose it takes longer than all that it is asked with."""

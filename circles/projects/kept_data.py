"""What is kept of a project itself: its settings, and links between its things."""

from typing import Any

from django.db.models import Q

from circles.projects.models import Link, Project, Star, WrittenThing
from foundation.web.kept_data import FormerNames, KeptData

NAMED_BY_PROGRAMS = "suggestion"
"""Things of this kind are called by whose they are: a program wrote the name."""


def forget(_person: Any, names: FormerNames) -> None:
    """Take the person's name out of what links say of things that programs name after people."""
    for link in Link.objects.filter(Q(source_kind=NAMED_BY_PROGRAMS) | Q(target_kind=NAMED_BY_PROGRAMS)):
        for end in ("source", "target"):
            if getattr(link, f"{end}_kind") == NAMED_BY_PROGRAMS:
                setattr(link, f"{end}_words", names.taken_out_of(getattr(link, f"{end}_words")))
        link.save(update_fields=["source_words", "target_words"])


def close_to_public(project: Project) -> None:
    """Allow no public links of a project that arrives: on this server that is said anew."""
    project.public_links = False


KEPT_DATA = KeptData(
    app="projects",
    tables={Project: "id", Link: "project"},
    left_out={
        Star: "what a person keeps at hand",
        WrittenThing: "what search has not read yet; it reads all of a project that arrives",
    },
    arriving={Project: close_to_public},
    private={Star: "user"},
    common={Project: ("created_by",), Link: ("made_by",)},
    mentions={Link: ("source_words", "target_words", "quote")},
    forget=forget,
)

"""What is kept of a project itself: its settings, and links between its things."""

from projects.models import Link, Project, Star, WrittenThing
from web.kept_data import KeptData


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
)

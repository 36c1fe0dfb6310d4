"""What is kept of a project itself: its settings, and links between its things."""

from projects.models import Link, Project, Star, WrittenThing
from web.kept_data import KeptData

KEPT_DATA = KeptData(
    app="projects",
    tables={Project: "id", Link: "project"},
    left_out={
        Star: "what a person keeps at hand",
        WrittenThing: "what search has not read yet; it reads all of a project that arrives",
    },
    private={Star: "user"},
    common={Project: ("created_by",), Link: ("made_by",)},
)

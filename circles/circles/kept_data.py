"""What circles keep of a project: its tree, people, equipment, elements and domains."""

from circles.circles.models import Circle, Domain, Equipment, Fundamental, Membership, Role, Sharing
from foundation.web.kept_data import KeptData

KEPT_DATA = KeptData(
    app="circles",
    tables={
        **dict.fromkeys((Circle, Domain, Equipment, Fundamental, Membership), "project"),
        Sharing: "domain__project",
        Role: "membership__project",
    },
    common={Equipment: ("keeper",), Membership: ("user",)},
)

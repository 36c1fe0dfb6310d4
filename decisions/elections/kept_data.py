"""What elections keep: the elections themselves, and the nominations with their reasons."""

from decisions.elections.models import Election, Nomination
from foundation.web.kept_data import KeptData

KEPT_DATA = KeptData(
    app="elections",
    tables={Election: "project", Nomination: "election__project"},
    common={Election: ("begun_by", "nominee"), Nomination: ("by", "nominee")},
)

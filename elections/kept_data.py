"""What elections keep: the elections themselves, and the nominations with their reasons."""

from elections.models import Election, Nomination
from web.kept_data import KeptData

KEPT_DATA = KeptData(
    app="elections",
    tables={Election: "project", Nomination: "election__project"},
    common={Election: ("begun_by", "nominee"), Nomination: ("by", "nominee")},
)

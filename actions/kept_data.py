"""What actions keep: themselves."""

from actions.models import Action
from web.kept_data import KeptData

KEPT_DATA = KeptData(app="actions", tables={Action: "project"}, common={Action: ("created_by", "owner")})

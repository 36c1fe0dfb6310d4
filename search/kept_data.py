"""The index: it is made anew of texts."""

from search.models import Text
from web.kept_data import KeptData

KEPT_DATA = KeptData(app="search", left_out={Text: "made anew of the texts it indexes"})

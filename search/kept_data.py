"""The index: it is made anew of texts."""

from search.indexing import forget_names
from search.models import Spelling, Text, Word, WrittenIndex
from web.kept_data import KeptData

KEPT_DATA = KeptData(
    app="search",
    left_out=dict.fromkeys((Text, Word, Spelling, WrittenIndex), "made anew of the texts it indexes"),
    derive_anew=forget_names,
)

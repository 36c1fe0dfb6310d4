"""The index: it is made anew of texts."""

from across.search.indexing import forget_names
from across.search.models import SavedSearch, Spelling, Text, Word, WrittenIndex
from foundation.web.kept_data import KeptData

KEPT_DATA = KeptData(
    app="search",
    left_out={
        **dict.fromkeys((Text, Word, Spelling, WrittenIndex), "made anew of the texts it indexes"),
        SavedSearch: "what a person asks is theirs, and no project's",
    },
    private={SavedSearch: "user"},
    derive_anew=forget_names,
)

"""What is kept to find things by their words."""

from across.search.models.saved_search import SavedSearch
from across.search.models.text import WHOLE, Text, index_query
from across.search.models.vocabulary import Spelling, Word
from across.search.models.written_index import WrittenIndex

__all__ = ["WHOLE", "SavedSearch", "Spelling", "Text", "Word", "WrittenIndex", "index_query"]

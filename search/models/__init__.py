"""What is kept to find things by their words."""

from search.models.saved_search import SavedSearch
from search.models.text import WHOLE, Text, index_query
from search.models.vocabulary import Spelling, Word
from search.models.written_index import WrittenIndex

__all__ = ["WHOLE", "SavedSearch", "Spelling", "Text", "Word", "WrittenIndex", "index_query"]

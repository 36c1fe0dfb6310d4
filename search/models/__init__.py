"""What is kept to find things by their words."""

from search.models.text import WHOLE, Text, index_query
from search.models.vocabulary import Spelling, Word
from search.models.written_index import WrittenIndex

__all__ = ["WHOLE", "Spelling", "Text", "Word", "WrittenIndex", "index_query"]

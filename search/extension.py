"""What search adds: the index follows texts as they change, and other apps ask for things by their words."""

from circles.domain_events import ContentWritten, TextsChanged
from circles.extension_points import Extension
from files.models import FilesChanged
from search.indexing import index_files, index_texts, index_written
from search.kept_data import KEPT_DATA
from search.word_search import WORD_SEARCH

EXTENSION = Extension(
    app="search",
    word_search=WORD_SEARCH,
    kept=(KEPT_DATA,),
    subscribers={TextsChanged: [index_texts], ContentWritten: [index_written], FilesChanged: [index_files]},
)

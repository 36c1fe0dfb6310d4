"""What search adds: the index follows texts as they change, and other apps ask for things by their words."""

from files.models import FilesChanged
from projects.domain_events import ContentWritten, ProjectCreated, TextsChanged
from search.index_version import begin_index
from search.indexing import index_files, index_texts, index_written
from search.kept_data import KEPT_DATA
from search.word_search import WORD_SEARCH
from web.extension_registry import Subscribers

EXTENSION = (
    WORD_SEARCH,
    KEPT_DATA,
    Subscribers(
        {
            ProjectCreated: [begin_index],
            TextsChanged: [index_texts],
            ContentWritten: [index_written],
            FilesChanged: [index_files],
        }
    ),
)

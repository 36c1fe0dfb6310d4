"""What search adds: the index follows texts as they change, and other apps ask for things by their words."""

from across.search.index_version import begin_index
from across.search.indexing import index_files, index_texts, index_written
from across.search.kept_data import KEPT_DATA
from across.search.word_search import WORD_SEARCH
from circles.projects.domain_events import ContentWritten, ProjectCreated, TextsChanged
from foundation.files.models import FilesChanged
from foundation.web.extension_registry import Subscribers

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

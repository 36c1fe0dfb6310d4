"""What documents as files add to other apps: their part of a copy, their sentences of the record."""

from circles.record.labels import FactLabels
from circles.record.templates import Sentences
from documents.document_files.fact_labels import FACT_LABELS
from documents.document_files.file_rights import FILE_RIGHTS
from documents.document_files.kept_data import KEPT_DATA
from documents.document_files.record_sentences import SENTENCES
from documents.document_files.takeaway import PART
from foundation.files.rights import FileRightsBy

EXTENSION = (
    Sentences("document_files", SENTENCES),
    FactLabels(FACT_LABELS),
    PART,
    KEPT_DATA,
    FileRightsBy(FILE_RIGHTS),
)

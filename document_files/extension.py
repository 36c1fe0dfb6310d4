"""What documents as files add to other apps: their part of a copy, their sentences of the record."""

from document_files.fact_labels import FACT_LABELS
from document_files.file_rights import FILE_RIGHTS
from document_files.kept_data import KEPT_DATA
from document_files.record_sentences import SENTENCES
from document_files.takeaway import PART
from files.rights import FileRightsBy
from record.labels import FactLabels
from record.templates import Sentences

EXTENSION = (
    Sentences("document_files", SENTENCES),
    FactLabels(FACT_LABELS),
    PART,
    KEPT_DATA,
    FileRightsBy(FILE_RIGHTS),
)

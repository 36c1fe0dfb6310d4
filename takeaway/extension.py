"""What this app adds to others, and what the apps below circles keep, which have no extension of their own."""

from accounts.kept_data import KEPT_DATA as ACCOUNTS
from audit.kept_data import KEPT_DATA as AUDIT
from circles.extension_points import Extension
from files.kept_data import KEPT_DATA as FILES
from inbox.kept_data import KEPT_DATA as INBOX
from takeaway.file_rights import FILE_RIGHTS
from takeaway.kept_data import KEPT_DATA
from takeaway.record_sentences import SENTENCES

EXTENSION = Extension(
    app="takeaway", kept=(AUDIT, INBOX, FILES, KEPT_DATA, ACCOUNTS), file_rights=FILE_RIGHTS, sentences=SENTENCES
)

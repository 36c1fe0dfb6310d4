"""What this app adds to others, and what the apps below circles keep, which have no extension of their own."""

from django.utils.translation import gettext_lazy as _

from accounts.kept_data import KEPT_DATA as ACCOUNTS
from audit.kept_data import KEPT_DATA as AUDIT
from files.kept_data import KEPT_DATA as FILES
from files.rights import FileRightsBy
from inbox.kept_data import KEPT_DATA as INBOX
from navigation.entries import NavGroup, NavLink
from record.labels import FactLabels
from record.templates import Sentences
from takeaway.fact_labels import FACT_LABELS
from takeaway.file_rights import FILE_RIGHTS
from takeaway.kept_data import KEPT_DATA
from takeaway.record_sentences import SENTENCES

EXTENSION = (
    NavLink("takeaways", 150, _("Download everything"), "download", "takeaway:takeaways", NavGroup.PROJECT),
    AUDIT,
    INBOX,
    FILES,
    KEPT_DATA,
    ACCOUNTS,
    FileRightsBy(FILE_RIGHTS),
    Sentences("takeaway", SENTENCES),
    FactLabels(FACT_LABELS),
)

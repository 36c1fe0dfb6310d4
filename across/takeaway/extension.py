"""What this app adds to others, and what the apps below circles keep, which have no extension of their own."""

from django.utils.translation import gettext_lazy as _

from across.takeaway.fact_labels import FACT_LABELS
from across.takeaway.file_rights import FILE_RIGHTS
from across.takeaway.kept_data import KEPT_DATA
from across.takeaway.record_sentences import SENTENCES
from circles.navigation.entries import NavGroup, NavLink
from circles.record.labels import FactLabels
from circles.record.templates import Sentences
from foundation.accounts.kept_data import KEPT_DATA as ACCOUNTS
from foundation.audit.kept_data import KEPT_DATA as AUDIT
from foundation.files.kept_data import KEPT_DATA as FILES
from foundation.files.rights import FileRightsBy
from foundation.inbox.kept_data import KEPT_DATA as INBOX

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

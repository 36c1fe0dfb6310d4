"""What co-editing adds to other apps."""

from documents.coediting.kept_data import KEPT_DATA

EXTENSION = (KEPT_DATA,)

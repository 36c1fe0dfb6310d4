"""What co-editing adds to other apps."""

from coediting.kept_data import KEPT_DATA

EXTENSION = (KEPT_DATA,)

"""What decisions as files add to other apps: their part of a copy."""

from decision_files.takeaway import PART

EXTENSION = (PART,)

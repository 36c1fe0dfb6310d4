"""What decisions as files add to other apps: their part of a copy."""

from decisions.decision_files.takeaway import PART

EXTENSION = (PART,)

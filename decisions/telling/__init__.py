"""The deeds of deciding as sentences."""

from decisions.telling import objections, outside, proposals, register, rounds

DEEDS = proposals.DEEDS | rounds.DEEDS | objections.DEEDS | register.DEEDS | outside.DEEDS

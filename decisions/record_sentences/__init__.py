"""The deeds of deciding as sentences."""

from decisions.record_sentences import exceptional, objections, proposals, register, rounds

DEEDS = proposals.DEEDS | rounds.DEEDS | objections.DEEDS | register.DEEDS | exceptional.DEEDS

"""The events of proposals and decisions as sentences."""

from decisions.decisions.record_sentences import exceptional, objections, proposals, register, rounds

SENTENCES = proposals.SENTENCES | rounds.SENTENCES | objections.SENTENCES | register.SENTENCES | exceptional.SENTENCES

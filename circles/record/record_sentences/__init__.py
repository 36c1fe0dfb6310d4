"""The events of projects and circles as sentences."""

from circles.record.record_sentences import circles, files, money, people, scope, seals

SENTENCES = circles.SENTENCES | people.SENTENCES | scope.SENTENCES | money.SENTENCES | files.SENTENCES | seals.SENTENCES

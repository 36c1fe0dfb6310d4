"""The deeds of the shared floor as sentences."""

from circles.record_sentences import circles, money, people, scope

DEEDS = circles.DEEDS | people.DEEDS | scope.DEEDS | money.DEEDS

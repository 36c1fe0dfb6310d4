"""Forms of decisions, by what is written."""

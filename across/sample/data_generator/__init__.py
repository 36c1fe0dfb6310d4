"""A project as large as real ones get: made up from a seed, to measure pages on and to look at."""

"""Documents in and out: read from files that people bring along, and written as files that they take away."""

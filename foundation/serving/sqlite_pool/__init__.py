"""A database engine: Django's for SQLite, whose connections are kept for the next page."""

"""A copy of an embedded server's database that is seconds old at most, made by a process of its own.

SQLite appends what is committed to a write-ahead log (WAL) and moves it into the database file later. Here that is
turned into copies: of the database file now and then (a *base*), and of the log as it grows (*segments*, one each time
the log starts again). A base and the segments after it make the database as it was at the last copied commit.
docs/adr/0027-the-log-of-sqlite-is-copied.md says why no commit can slip through, and why it is ours: Litestream, which
does the same, is in no package registry but as a binary that others repack.

No Django: the process starts at once and stays small.
"""

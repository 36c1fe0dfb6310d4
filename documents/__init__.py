"""What people write: texts that many edit at once, their comments, suggestions, versions and files.

`richtext` is the text without a database, `coediting` its log and sockets, `conversation` what comments and messages
share (comments need it, so it stands here and not beside chat). Imports `circles` and `foundation`. Start with
`documents/models/document.py`; for a keystroke, with `coediting/session.py`.
"""

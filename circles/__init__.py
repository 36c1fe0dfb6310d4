"""Who is together, in which circle, with which roles, limits and money; and the frame of every page.

`projects` has the project and what every thing in it can do, `circles` the tree, `money`, `invitations`,
`restructuring` and `circle_map` what is done with it, `navigation` the sidebar, `record` the pages of what happened.
Imports `foundation`. Start with `projects/models/subject.py` and `circles/models/circle.py`.
"""

"""Odd roster files as admins really have them, and what must come of each.

Every case says three things: a file's name, which is its oddity; how the file is made; and what is expected of it:
the people and the problems, or the sentence that is said instead. `python -m tests.roster.corpus` makes the files
anew in `tests/roster/files`; a test sees to it that they hold what the makers make.
"""

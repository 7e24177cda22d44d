"""Repositories that exist, against what a stack would make of them.

Owns the comparison and the settings that take them over. Refuses to touch a repository, and a name
that a state holds elsewhere: the engine would import it there and then delete it.
"""

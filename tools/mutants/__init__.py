"""Mutation testing: break the code in many small ways, and count what the tests notice.

Owns the ways of breaking, the runs and the share. Works on what most must not go wrong unseen: the
settings, which say what may be brought up, and the policies, which say what may not.
"""

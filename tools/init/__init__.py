"""`make init`: a stack of one's own on real AWS, from a handful of values to a stack file.

Owns the file's first text, the stack in the backend and the alert addresses under its secrets
provider. Refuses to replace the file of a stack, and to write anything while one value is wrong.
"""

"""Why an image can't be pulled, pushed or found: every cause tested, in the order of a pull.

Owns the tests of a login, of the way to the registry, of who may what, of the image and of its end.
Each says what was tested, what was found and how to mend it. Refuses to change anything, and to
call good what it could not look at.
"""

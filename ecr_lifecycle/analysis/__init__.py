"""What a valid policy gets wrong, found without any images of a repository.

Every finding that can be shown is shown: its example is a small repository on which
`ecr_lifecycle.evaluate` has been run, so an example never tells anything but what happens.
"""

from ecr_lifecycle.analysis.run import analyze

__all__ = ["analyze"]

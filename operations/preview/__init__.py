"""What lifecycle policies do next: ECR's own preview beside our evaluation, images in use first.

Owns the comparison of the two. Refuses to hide a difference: each is put down to the named
assumption that it comes from, or said to be unexplained.
"""

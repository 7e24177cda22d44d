"""The delivery kit: the files of a service's way from commit to pod, made from the stack's outputs.

Owns what `registryctl kit` writes. Refuses to overwrite what somebody else wrote or edited.
"""

"""Refreshes what the catalogue copies from AWS: `python -m tools.catalogue`.

Owns two generated modules of `container_registry.catalogue`: ECR's actions that the service
authorization reference does not list yet (from botocore's model), and AWS managed policies that
give too much of ECR (from the copy of AWS's policies in moto, judged by their contents). Refuses to
call AWS: install newer packages to get newer facts.
"""

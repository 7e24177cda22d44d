"""Images from any OCI registry into ECR, by digest, with all that belongs to them.

Owns the plan, the copy and the report. A plan comes first: what would be copied, what the target
would refuse or expire at once. The registry is the only state: whoever starts again copies what is
not there. Refuses to change a byte, to overwrite a tag and to delete anything.
"""

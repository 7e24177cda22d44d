"""The scan gate: whether an image is good enough to be deployed.

Owns the way from a reference to a verdict: one digest, every platform of it, the scanning that the
registry really does, findings against thresholds and accepted findings. Refuses to pass what has no
result. A tag is resolved once; from then on only digests are asked for.
"""

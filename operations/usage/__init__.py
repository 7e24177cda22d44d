"""Who uses which image: ECS, Lambda, Kubernetes, Inspector; one file a place.

Owns the look into each place and what it says of images. Refuses to take silence for "unused": a
place that could not be looked into is listed, and whoever deletes must stop there.
"""

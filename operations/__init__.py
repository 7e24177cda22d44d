"""Day two of a container registry on Amazon ECR: the command `registryctl`.

Owns what people and pipelines ask of a registry that is there: is this image good enough, who uses
it, what will be deleted. Refuses to change what Pulumi owns, and to call anything unknown good:
what it could not find out has an exit code of its own.
"""

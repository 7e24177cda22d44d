"""A client of the OCI distribution API, for copying images between registries.

Owns what a copy needs: logging in, manifests, blobs as streams, tags and referrers. It stands on
urllib3, which boto3 brings: the clients on PyPI keep blobs in memory or files, and none copies
referrers, resumes, or sends a blob in one request, which ECR wants. Refuses to change a byte.
Source: OCI distribution specification 1.1.
"""

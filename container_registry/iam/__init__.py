"""IAM policy documents, read back: what they say, what they allow, whom they admit.

Owns parsing, the evaluation of a request, the reach of a resource policy, the width of a grant and
the judgement of OIDC trust. Refuses to write documents (`container_registry.documents` does) and
to call AWS: everything is decided from the text.
"""

"""IAM and resource policy documents, each a pure function that gives byte-stable JSON text."""

"""The OCI distribution specification's own suite against the local AWS: `make conformance`."""

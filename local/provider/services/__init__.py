"""One module per AWS service, or a package of modules where a service has many types."""

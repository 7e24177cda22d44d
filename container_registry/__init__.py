"""The pure domain: settings, names, documents. Knows nothing of Pulumi or AWS."""

"""Amazon Inspector scans every repository of the account, again and again."""

from components.registry_scanning import RegistryScanning

RegistryScanning("scanning", {"type": "ENHANCED", "frequency": "CONTINUOUS_SCAN"})

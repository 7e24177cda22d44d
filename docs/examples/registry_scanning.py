"""Amazon Inspector scans every repository of the account, again and again."""

from components.registry_scanning import RegistryScanning, RegistryScanningArgs
from components.stack_config import load_settings, scope_of

RegistryScanning(
    "scanning",
    RegistryScanningArgs(
        scope=scope_of(load_settings()), type="ENHANCED", frequency="CONTINUOUS_SCAN"
    ),
)

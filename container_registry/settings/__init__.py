"""The settings of a stack: one model, one loader, one error that says everything."""

from container_registry.settings.keys import NAMESPACE
from container_registry.settings.load import load, load_stack_file
from container_registry.settings.problem import SettingsError
from container_registry.settings.service import ServiceSettings
from container_registry.settings.stack import Settings
from container_registry.settings.stack_file import SECRET, read_stack_file

__all__ = [
    "NAMESPACE",
    "SECRET",
    "ServiceSettings",
    "Settings",
    "SettingsError",
    "load",
    "load_stack_file",
    "read_stack_file",
]

"""The settings of a stack: one model, one loader, one error that says everything."""

from container_registry.settings.load import NAMESPACE, load
from container_registry.settings.problem import Problem, SettingsError
from container_registry.settings.service import ServiceSettings
from container_registry.settings.stack import Settings
from container_registry.settings.stack_file import SECRET, read_stack_file

__all__ = [
    "NAMESPACE",
    "SECRET",
    "Problem",
    "ServiceSettings",
    "Settings",
    "SettingsError",
    "load",
    "read_stack_file",
]

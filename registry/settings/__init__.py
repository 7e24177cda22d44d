"""The settings of a stack: one model, one loader, one error that says everything."""

from registry.settings.load import NAMESPACE, load
from registry.settings.problem import Problem, SettingsError
from registry.settings.service import ServiceSettings
from registry.settings.stack import Settings
from registry.settings.stack_file import SECRET, read_stack_file

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

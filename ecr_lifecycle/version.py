"""The one version of everything that is released together: packages, policy pack, plug-in."""

VERSION = "0.1.0"

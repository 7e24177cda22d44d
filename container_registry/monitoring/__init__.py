"""Alarms, rules, messages, policies, dashboard and budget of a registry, as plain documents.

Pure functions over `container_registry.catalogue`; components turn them into resources.
"""

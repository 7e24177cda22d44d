"""Alarms, rules, messages, policies, dashboard and budget of a registry, as plain documents.

Pure functions over `registry.catalogue`; components turn them into resources.
"""

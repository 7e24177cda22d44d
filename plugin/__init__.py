"""The components for every Pulumi language: one plug-in, its schema, its way to say what is wrong.

Owns the thin face that other languages see. Refuses to know what a component makes.
"""

"""The `aws` resource plug-in for the local AWS.

Owns the resource types and functions of the `aws` package that this project's programs use, and
the rules of the real provider for them: defaults, automatic names, tags, what forces a
replacement. Refuses every endpoint but a loopback one, and by name every type, property and
function that it doesn't model.
"""

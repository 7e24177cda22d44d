"""Set-up: the virtual environment and the Pulumi CLI, each installed once and then left alone.

Runs on the machine's own python3, so it owns nothing but the standard library, and refuses to
touch anything outside the checkout and the user's cache.
"""

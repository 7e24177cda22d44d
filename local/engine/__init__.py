"""The commands behind `make`: preview, up, down and env on the real Pulumi CLI.

Owns the order of things on one machine: settings checked, the local AWS running, the state
repaired, a preview that the policy pack accepts, then the update. Refuses to imitate the engine.
"""

"""The pack without an engine: a state judged, a configuration checked before it is used.

Owns two commands, `python -m policy_pack.audit.report` and `python -m policy_pack.audit.check`.
They need what the pack needs and nothing else. Refuses to call AWS or Pulumi.
"""

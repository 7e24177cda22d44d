"""The CrossGuard policy pack: what every repository of the organisation must have, judged on
previews.

Owns the policies (`policies/`, one a file), how resources are read (`subjects/`) and how a policy
is run, configured and exempted (`framework/`). Refuses to know the components that it judges: it
sees what any Pulumi program registers.
"""

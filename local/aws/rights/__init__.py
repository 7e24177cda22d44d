"""Which rights a call needs, and whether its caller has them.

Owns what is asked of IAM for a call: the actions, the resource of each where the call names it, the
condition keys. Refuses to guess a resource: where a call names none, the action alone is judged.
"""

"""Whether a registry is as its stack says, and whether anybody would hear if it weren't.

Owns the comparison with the stack and the look at what is not in it: scans, alarms, subscriptions,
the reporter. Refuses to take a missing right for a missing thing.
"""

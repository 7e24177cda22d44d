"""What resources cost a month: which of them AWS bills as what, and what is billed by use.

Owns the bill of any program's resources, as a preview, a state or a test's mocks give them. Refuses
to count what it does not know as nothing: an unknown type or count is named.
"""

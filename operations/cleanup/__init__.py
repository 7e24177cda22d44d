"""What lifecycle policies cannot do: keep what is in use, and delete what nobody uses.

Owns the protection by a tag and the plan of a deletion. Refuses to delete while any place could not
be looked into, and to delete anything that is not in a plan somebody saved.
"""

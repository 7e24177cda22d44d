"""Every repository of a fleet: what its policy does next, what is wrong with it, what would do."""

from ecr_lifecycle.auditing.assess import Assessment, assess
from ecr_lifecycle.auditing.groups import Group, by_owner, by_policy
from ecr_lifecycle.auditing.record import Record, read_records, saved
from ecr_lifecycle.auditing.rights import read_rights

__all__ = [
    "Assessment",
    "Group",
    "Record",
    "assess",
    "by_owner",
    "by_policy",
    "read_records",
    "read_rights",
    "saved",
]

"""The nodes of an EKS cluster, whose role somebody else owns, may pull."""

from components.node_pull_access import NodePullAccess, NodePullAccessArgs
from components.stack_config import load_settings, scope_of

NodePullAccess("nodes", NodePullAccessArgs(scope=scope_of(load_settings()), role="eks-node-group"))

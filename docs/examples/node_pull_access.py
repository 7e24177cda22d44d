"""The nodes of an EKS cluster, whose role somebody else owns, may pull."""

from components.node_pull_access import NodePullAccess

NodePullAccess("nodes", {"role": "eks-node-group"})

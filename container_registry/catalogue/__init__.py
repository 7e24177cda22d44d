"""What AWS publishes, bills and lets one do around ECR: metrics, events, prices, actions.

Tables with their sources, shared by components, policy pack and docs; nothing here decides.
"""

from container_registry.catalogue.metric import Metric
from container_registry.catalogue.metrics import METRICS, covers, published

__all__ = ["METRICS", "Metric", "covers", "published"]

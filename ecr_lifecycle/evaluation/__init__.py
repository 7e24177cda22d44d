"""What a policy does to the images of a repository, by AWS's documented semantics."""

from ecr_lifecycle.evaluation.assumptions import Assumptions
from ecr_lifecycle.evaluation.result import Evaluation, Verdict
from ecr_lifecycle.evaluation.run import evaluate

__all__ = ["Assumptions", "Evaluation", "Verdict", "evaluate"]

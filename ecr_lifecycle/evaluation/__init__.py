"""What a policy does to the images of a repository, by AWS's documented semantics."""

from ecr_lifecycle.evaluation.assumptions import Assumptions
from ecr_lifecycle.evaluation.outcome import Evaluation
from ecr_lifecycle.evaluation.run import evaluate
from ecr_lifecycle.evaluation.verdict import Verdict

__all__ = ["Assumptions", "Evaluation", "Verdict", "evaluate"]

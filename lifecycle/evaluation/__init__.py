"""What a policy does to the images of a repository, by AWS's documented semantics."""

from lifecycle.evaluation.assumptions import Assumptions
from lifecycle.evaluation.outcome import Evaluation
from lifecycle.evaluation.run import evaluate
from lifecycle.evaluation.verdict import Verdict

__all__ = ["Assumptions", "Evaluation", "Verdict", "evaluate"]

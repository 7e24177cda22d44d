"""Lifecycle policies of Amazon ECR: model, validation, evaluation, analysis, retention, forecast.

Pure Python of the standard library, offline. It knows nothing of Pulumi, of AWS's API or of the
other rooms; `lifecycle.cli` alone uses click and rich. What it knows of ECR is AWS's documentation;
what that leaves open is an `Assumptions` field.
"""

from lifecycle.analysis import TagClass, TagScheme, analyze
from lifecycle.evaluation import Assumptions, Evaluation, Verdict, evaluate
from lifecycle.example import Example, ExampleImage
from lifecycle.forecasting import Forecast, InvalidStreams, Level, Stream, forecast, read_streams
from lifecycle.image import Image
from lifecycle.inventory import InvalidImages, Links, read_images, read_manifests
from lifecycle.model import ARCHIVE, EXPIRE, Action, Policy, Rule, Selection
from lifecycle.parsing import parse
from lifecycle.problem import InvalidPolicy, Problem, Severity
from lifecycle.retention import (
    InvalidRetention,
    Retention,
    RetentionClass,
    build,
    explain,
    read_retention,
)
from lifecycle.validation import validate

__all__ = [
    "ARCHIVE",
    "EXPIRE",
    "Action",
    "Assumptions",
    "Evaluation",
    "Example",
    "ExampleImage",
    "Forecast",
    "Image",
    "InvalidImages",
    "InvalidPolicy",
    "InvalidRetention",
    "InvalidStreams",
    "Level",
    "Links",
    "Policy",
    "Problem",
    "Retention",
    "RetentionClass",
    "Rule",
    "Selection",
    "Severity",
    "Stream",
    "TagClass",
    "TagScheme",
    "Verdict",
    "analyze",
    "build",
    "evaluate",
    "explain",
    "forecast",
    "parse",
    "read_images",
    "read_manifests",
    "read_retention",
    "read_streams",
    "validate",
]

"""Lifecycle policies of Amazon ECR: model, validation, evaluation, analysis, retention, forecast.

Pure Python of the standard library, offline. It knows nothing of Pulumi, of AWS's API or of the
other rooms; `ecr_lifecycle.cli` alone uses click and rich. What it knows of ECR is AWS's
documentation; what that leaves open is an `Assumptions` field.
"""

from ecr_lifecycle.analysis import analyze
from ecr_lifecycle.evaluation import Assumptions, Evaluation, Verdict, evaluate
from ecr_lifecycle.example import Example, ExampleImage
from ecr_lifecycle.finding import Finding, Severity, Where
from ecr_lifecycle.findings import rule_of
from ecr_lifecycle.forecasting import (
    Forecast,
    InvalidStreams,
    Level,
    Stream,
    forecast,
    read_streams,
)
from ecr_lifecycle.image import Image
from ecr_lifecycle.invalid_policy import InvalidPolicy
from ecr_lifecycle.inventory import InvalidImages, Links, read_images, read_manifests
from ecr_lifecycle.model import ARCHIVE, EXPIRE, Action, Policy, Rule, Selection
from ecr_lifecycle.parsing import parse
from ecr_lifecycle.retention import (
    InvalidRetention,
    Retention,
    RetentionClass,
    build,
    explain,
    for_scheme,
    read_retention,
)
from ecr_lifecycle.tag_scheme import InvalidScheme, TagClass, TagScheme, read_scheme
from ecr_lifecycle.validation import validate

__all__ = [
    "ARCHIVE",
    "EXPIRE",
    "Action",
    "Assumptions",
    "Evaluation",
    "Example",
    "ExampleImage",
    "Finding",
    "Forecast",
    "Image",
    "InvalidImages",
    "InvalidPolicy",
    "InvalidRetention",
    "InvalidScheme",
    "InvalidStreams",
    "Level",
    "Links",
    "Policy",
    "Retention",
    "RetentionClass",
    "Rule",
    "Selection",
    "Severity",
    "Stream",
    "TagClass",
    "TagScheme",
    "Verdict",
    "Where",
    "analyze",
    "build",
    "evaluate",
    "explain",
    "for_scheme",
    "forecast",
    "parse",
    "read_images",
    "read_manifests",
    "read_retention",
    "read_scheme",
    "read_streams",
    "rule_of",
    "validate",
]

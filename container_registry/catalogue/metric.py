"""What a published metric is: namespace, name, and exactly its set of dimensions.

Owns the shape and the matching; which metrics there are is the table in `metrics`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Statistic(StrEnum):
    """CloudWatch's statistics that make sense for the metrics below."""

    SUM = "Sum"
    MAXIMUM = "Maximum"


@dataclass(frozen=True)
class Dimension:
    """One dimension of a metric.

    Attributes:
        name: its name.
        values: all values that it takes; None where they are names of the user's.
        optional: AWS's documents disagree whether it is there.
    """

    name: str
    values: frozenset[str] | None = None
    optional: bool = False

    @property
    def always(self) -> frozenset[str]:
        """The one value that it always has, else nothing."""
        return self.values if self.values is not None and len(self.values) == 1 else frozenset()

    def takes(self, value: Any) -> bool:
        """Whether the metric is published with this value; what isn't a string is a promise."""
        return not isinstance(value, str) or self.values is None or value in self.values


@dataclass(frozen=True, kw_only=True)
class Metric:
    """One published metric.

    Attributes:
        namespace: CloudWatch namespace.
        name: metric name.
        dimensions: all its dimensions. CloudWatch takes another set for another metric, so an
            alarm with one dimension more or less never fires.
        statistic: the statistic that means something for it.
        period: seconds between two datapoints.
        delay: seconds until a datapoint can be read, as documented or as observed by the source.
        unit: CloudWatch unit.
        publisher: who publishes it.
        source: where that is documented.
        meaning: one sentence for people.
    """

    namespace: str
    name: str
    dimensions: tuple[Dimension, ...]
    statistic: Statistic
    period: int
    delay: int
    unit: str
    publisher: str
    source: str
    meaning: str

    def at(self, **values: Any) -> dict[str, Any]:
        """Fill the dimensions; `values` may be promises of the caller's.

        Dimensions that always have one value fill themselves.

        Raises:
            ValueError: the metric isn't published with these dimensions.
        """
        constant = {d.name: value for d in self.dimensions for value in d.always}
        dimensions = {**constant, **values}
        if not self.matches(dimensions):
            raise ValueError(
                f"{self.namespace} {self.name} is published with the dimensions "
                f"{[d.name for d in self.dimensions]}, not with {dimensions}: CloudWatch would "
                "take that for another metric, and an alarm on it would never fire"
            )
        return dimensions

    def matches(self, dimensions: Mapping[str, Any]) -> bool:
        """Whether the metric is published with exactly these dimensions."""
        known = {d.name: d for d in self.dimensions}
        needed = {d.name for d in self.dimensions if not d.optional}
        return needed <= dimensions.keys() <= known.keys() and all(
            known[name].takes(value) for name, value in dimensions.items()
        )

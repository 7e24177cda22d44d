"""How findings look: in a terminal, as JSON, as SARIF. One renderer each, for every command.

Owns the layout. Refuses to know what a finding is about.
"""

from ecr_lifecycle.rendering.json import to_object
from ecr_lifecycle.rendering.sarif import to_sarif
from ecr_lifecycle.rendering.terminal import to_text

__all__ = ["to_object", "to_sarif", "to_text"]

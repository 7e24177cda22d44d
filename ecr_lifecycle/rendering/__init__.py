"""How findings look: in a terminal, as JSON, SARIF, JUnit, Markdown. One renderer each, for all.

Owns the layout. Refuses to know what a finding is about.
"""

from ecr_lifecycle.rendering.json import to_object
from ecr_lifecycle.rendering.junit import to_junit
from ecr_lifecycle.rendering.markdown import to_markdown
from ecr_lifecycle.rendering.sarif import to_sarif
from ecr_lifecycle.rendering.terminal import to_text

__all__ = ["to_junit", "to_markdown", "to_object", "to_sarif", "to_text"]

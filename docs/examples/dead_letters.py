"""A queue that keeps what nobody took."""

import pulumi

from components.dead_letters import DeadLetters

lost = DeadLetters("dead-letters", {})
pulumi.export("deadLetters", lost.arn)

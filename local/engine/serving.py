"""The local AWS of a stack: started when it is needed, kept while the stack is up.

Beside the stack stands the instance that its state belongs to. Any other instance is an empty AWS,
and so may be one of which nothing is written: the state is then read anew, instead of claiming
that what it lists still exists.
"""

from container_registry.settings import Settings
from local import private
from local.aws import server
from local.aws.server import LocalAws, LocalAwsError
from local.engine.checkout import Checkout
from local.engine.errors import EngineError


class Serving:
    """The local AWS of one stack."""

    def __init__(self, checkout: Checkout, stack: str) -> None:
        self.stack = stack
        self._directory = checkout.aws_directory(stack)
        self._instance = checkout.stack_directory(stack) / "instance"
        self.started = False

    def find(self) -> LocalAws | None:
        """The server, if it runs."""
        return server.find(self._directory)

    def provide(self, settings: Settings, port: int | None) -> LocalAws:
        """The server of the stack's account and region, started if it does not run.

        Raises:
            EngineError: the port is taken, or the running server is not what is asked for.
        """
        found = self.find()
        if found is None:
            try:
                found = server.start(self._directory, settings.account, settings.region, port)
            except LocalAwsError as error:
                raise EngineError(str(error)) from error
            self.started = True
        self._require(found, settings, port)
        return found

    def _require(self, found: LocalAws, settings: Settings, port: int | None) -> None:
        wrong = []
        if port is not None and found.port != port:
            wrong.append(f"at {found.endpoint}, not on port {port}")
        if found.account != settings.account:
            wrong.append(f"account {found.account}, not {settings.account} as the stack file says")
        if wrong:
            raise EngineError(
                f"the local AWS of {self.stack} runs already: {' and '.join(wrong)}.\n"
                "  Impact: one server is one account at one address; nothing was changed.\n"
                f"  Fix: make down STACK={self.stack}"
            )

    def is_lost(self, aws: LocalAws) -> bool:
        """Whether it is not certain that the state, if there is any, belongs to this instance."""
        try:
            return self._instance.read_text(encoding="utf-8", errors="replace") != aws.instance
        except OSError:
            return True

    def adopt(self, aws: LocalAws) -> None:
        """From here on the state belongs to this instance."""
        private.write(self._instance, aws.instance)

    def stop(self) -> None:
        """End the server."""
        server.stop(self._directory)

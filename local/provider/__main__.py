"""`python -m local.provider ENGINE_ADDRESS`: what a `pulumi-resource-aws` on PATH executes."""

import sys

from local.provider.server import serve

if __name__ == "__main__":
    addresses = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    if not addresses:
        sys.exit("the plug-in is started by the Pulumi engine, with the engine's address")
    serve(addresses[0])

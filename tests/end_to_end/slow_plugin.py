"""The `aws` plug-in, which tells the engine of a new object only a moment after it was made."""

import asyncio
import sys

from local.provider.provider import AwsProvider
from local.provider.server import serve

create = AwsProvider.create


async def slow_create(self, request):
    response = await create(self, request)
    if not request.preview:
        await asyncio.sleep(1)
    return response


AwsProvider.create = slow_create
serve(next(argument for argument in sys.argv[1:] if not argument.startswith("-")))

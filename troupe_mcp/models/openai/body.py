"""The body of a server's answer, read as far as it is worth reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager
    from typing import Any

    from openai import AsyncAPIResponse


async def body_of(answer: AbstractAsyncContextManager[AsyncAPIResponse[Any]], most: int) -> bytes:
    """Return the body of an answer; one beyond so many bytes is cut, which makes it unreadable.

    Raises what the SDK raises, APIConnectionError also for a connection that breaks within the body.
    """
    import httpx2

    body = bytearray()
    try:
        async with answer as response:
            async for chunk in response.iter_bytes():
                body += chunk
                if len(body) > most:
                    break
    except (httpx2.TransportError, httpx2.DecodingError) as error:
        from openai import APIConnectionError

        raise APIConnectionError(request=error.request) from None
    return bytes(body)

"""The only door through which WeasyPrint gets bytes: what the page itself carries, and nothing else."""

from __future__ import annotations

from typing import Any

from weasyprint.urls import URLFetcher, URLFetcherResponse

MAX_DATA = 32 << 20
MAX_TOTAL = 200 << 20
_ALLOWED = ("data:image/svg+xml", "data:image/png", "data:image/jpeg", "data:image/gif", "data:image/webp")


class Blocked(ValueError):
    """A request that was refused."""


class SafeFetcher(URLFetcher):  # type: ignore[misc]
    """Lets `data:` images through, up to a size, and refuses all else; `blocked` lists what was refused.

    Images of the workspace are read and checked before (`opsdoc.render.images`) and travel as data, so that no path
    from a document ever reaches WeasyPrint.
    """

    def __init__(self, max_data: int = MAX_DATA, max_total: int = MAX_TOTAL) -> None:
        super().__init__(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=False)
        self._max_data = max_data
        self._left = max_total
        self.blocked: list[tuple[str, str]] = []

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """The bytes of a `data:` URL. Raises Blocked for every other, which WeasyPrint logs and goes on."""
        try:
            self._check(url)
        except Blocked as refusal:
            self.blocked.append((url if len(url) <= 120 else url[:117] + "…", str(refusal)))
            raise
        self._left -= len(url)
        return super().fetch(url, headers)

    def _check(self, url: str) -> None:
        if not url.lower().startswith("data:"):
            raise Blocked("only images inside the workspace may be used")
        if not url.lower().startswith(_ALLOWED):
            raise Blocked("only images may be embedded")
        if len(url) > self._max_data:
            raise Blocked(f"larger than {self._max_data >> 20} MB")
        if len(url) > self._left:
            raise Blocked("the images of this document are too large together")

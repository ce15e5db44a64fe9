"""Draws a letter as PDF: wording → template → WeasyPrint, with nothing fetched but our own fonts. Source: G5, rule 56.

The same wording gives the same bytes on the same machine: no time, no random identifier goes into the file.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import override

from documents.fonts import FILES

# Width of the type area in points: the red mark has to fit on one line.
MARK_WIDTH = 438


def letter_html(wording: dict[str, Any]) -> str:
    """The letter as HTML. Chinese whatever the reader's language, as every official letter is."""
    mark_size = min(46, MARK_WIDTH // max(len(wording["mark"]), 1))
    with override("zh-hans"):
        return render_to_string("documents/letter.html", {"letter": wording, "mark_size": mark_size})


def draw_letter(wording: dict[str, Any]) -> bytes:
    """The letter as PDF, A4, laid out by GB/T 9704-2012.

    Raises:
        FatalURLFetchingError: The template asks for anything but a bundled file.
    """
    # WeasyPrint loads native libraries and takes half a second; most processes never draw.
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    fetcher = _fetcher()
    identifier = hashlib.sha256(json.dumps(wording, sort_keys=True, ensure_ascii=False).encode()).digest()[:16]
    document = HTML(string=letter_html(wording), base_url=None, url_fetcher=fetcher)
    return document.write_pdf(font_config=FontConfiguration(), pdf_identifier=identifier)


def draw_table(
    title: str,
    head: Sequence[tuple[str, str]],
    headings: Sequence[str],
    numbers: Sequence[bool],
    rows: Iterable[Sequence[Any]],
) -> bytes:
    """A list as PDF, A4 across, its headings on every page, in the reader's language.

    Args:
        head: (label, text) lines above the table: what was asked, who made it, when.
        numbers: For each column whether it is set to the right.
        rows: Plain values; days are printed as ISO.

    Raises: FatalURLFetchingError when the template asks for anything but a bundled file.
    """
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    columns = [{"label": label, "number": number} for label, number in zip(headings, numbers, strict=True)]
    cells = [[{"text": _printed(value), "number": number} for value, number in zip(row, numbers, strict=True)]
             for row in rows]  # fmt: skip
    page = render_to_string("documents/list.html", {"title": title, "head": head, "columns": columns, "rows": cells})
    return HTML(string=page, base_url=None, url_fetcher=_fetcher()).write_pdf(font_config=FontConfiguration())


def _printed(value: Any) -> str:
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def _fetcher() -> Any:
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class BundledOnly(URLFetcher):
        """Hands out bundled files by name. No network, no file system, no data addresses."""

        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            path = FILES.get(url)
            if path is None:
                raise FatalURLFetchingError(f"A letter must not fetch {url!r}.")
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": "font/otf"})

        __call__ = fetch

    return BundledOnly()

"""Text of drawings as XML holds it."""

from __future__ import annotations

import html
import re

# XML 1.0 §2.2: everything below U+0020 but tab and line ends, surrogates, U+FFFE and U+FFFF.
_forbidden = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def escape(text: str, quote: bool = True) -> str:
    """Text for an element or an attribute; characters that XML forbids are left out."""
    return html.escape(_forbidden.sub("", text), quote)

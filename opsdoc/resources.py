"""Where templates, content and fonts lie: in a checkout and in an installed wheel alike."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent
FONTS = _HERE / "fonts"


def data_folder(name: str) -> Path:
    """The packaged `templates` or `content` folder: inside the package in a wheel, beside it in a checkout."""
    packaged = _HERE / "_data" / name
    return packaged if packaged.is_dir() else _HERE.parent / name


def cache_folder() -> Path:
    """The folder for caches, under the platform's own cache folder; `OPSDOC_CACHE` moves it."""
    import os

    own = os.environ.get("OPSDOC_CACHE")
    if own:
        return Path(own)
    from platformdirs import user_cache_path

    return user_cache_path("opsdoc")

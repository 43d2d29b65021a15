"""Colours: contrast as WCAG 2.2 counts it, mixtures, and the nearest shade that can be read."""

from __future__ import annotations

READABLE = 4.5  # WCAG 2.2, 1.4.3, for text of ordinary size


def hexadecimal(value: str) -> str:
    """`#RRGGBB` of a colour in CSS's notation; transparency is dropped. Raises ValueError when it is none."""
    from PIL import ImageColor

    red, green, blue = ImageColor.getrgb(value.strip())[:3]
    return f"#{red:02X}{green:02X}{blue:02X}"


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of `#RRGGBB`, from 0 to 1."""

    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def mixed(one: str, other: str, share: float) -> str:
    """A mixture of two colours; `share` of the second."""
    parts = ((int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in parts)


def readable(colour: str, *grounds: str) -> str:
    """The colour itself where it can be read on all grounds, else the nearest shade of it that can."""
    darker = luminance(grounds[0]) > 0.18
    for step in range(51):
        shade = mixed(colour, "#000000" if darker else "#FFFFFF", step / 50)
        if all(contrast(shade, ground) >= READABLE for ground in grounds):
            return shade
    return "#000000" if darker else "#FFFFFF"


def best_on(ground: str, ink: str) -> str:
    """White or the ink, whichever stands out more."""
    return max(("#FFFFFF", ink), key=lambda colour: contrast(colour, ground))

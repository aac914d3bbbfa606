"""Drawing: from a description to SVG and PNG. The only file that knows vl-convert.

It runs Vega-Lite in a Javascript engine of its own, without a browser and without the network.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from publish.charts.look import FONT

VEGA_LITE = "6.4"
"""One version, so that the same numbers give the same picture after an update of the library."""

SHARPNESS = 2.0
"""Points of a PNG for each of the SVG, so that it is sharp in print and on fine screens."""

FALLBACK = f"{FONT}, Arial, Helvetica, sans-serif"


def svg_of(spec: Mapping[str, Any]) -> str:
    """Draw a picture as SVG. ValueError if the description is no Vega-Lite."""
    # Imported here: it brings a Javascript engine along, which only pictures need.
    import vl_convert

    # Nothing may be fetched: a description holds its own numbers.
    drawn: str = vl_convert.vegalite_to_svg(dict(spec), vl_version=VEGA_LITE, allowed_base_urls=[])
    return drawn.replace(f'font-family="{FONT}"', f'font-family="{FALLBACK}"')


def png_of(svg: str) -> bytes:
    """Draw an SVG as PNG."""
    import vl_convert

    drawn: bytes = vl_convert.svg_to_png(svg, scale=SHARPNESS)
    return drawn

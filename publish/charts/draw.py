"""Stacked bars as SVG and PNG. Alone knows matplotlib."""

import io
import warnings
from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from publish.charts.counts import Panel
from publish.text import one_line, visible

INK, QUIET, LINES = "#1f2933", "#52606d", "#d9dee3"
WIDTH, HEIGHT, LONGEST_LABEL, LONGEST_TITLE = 7.2, 1.8, 55, 85
STYLE: dict[Any, Any] = {
    "font.size": 9, "text.color": INK, "axes.labelcolor": QUIET, "xtick.color": INK, "ytick.color": INK,
    "axes.titlesize": 10, "axes.titleweight": "bold", "axes.axisbelow": True, "grid.color": LINES,
    "text.parse_math": False, "svg.fonttype": "none", "svg.hashsalt": "scrutiny",
}  # fmt: skip


def draw(panels: Sequence[Panel]) -> tuple[bytes, bytes]:
    """Return a picture of its panels, one below the other, as SVG and as PNG, always the same bytes."""
    with mpl.rc_context(), warnings.catch_warnings():
        # Letters that the font does not have are drawn as boxes; a viewer of the SVG has fonts of its own.
        warnings.simplefilter("ignore", UserWarning)
        mpl.rcdefaults()
        mpl.rcParams.update(STYLE)
        legends = [
            list(panel.colours) if panel.upright or not place else [] for place, panel in enumerate(panels)
        ]
        heads = [0.35 + 0.22 * -(-len(shown) // _columns(shown)) for shown in legends]
        bodies = [HEIGHT if panel.upright else 0.3 * len(panel.bars) for panel in panels]
        high = sum(heads) + sum(bodies) + 0.75 * len(panels)
        figure, top = Figure(figsize=(WIDTH, high)), high
        for panel, shown, head, body in zip(panels, legends, heads, bodies, strict=True):
            top -= head + body
            wide = min(1, max(1, 0.75 * len(panel.bars)) / WIDTH) if panel.upright else 1
            _panel(figure.add_axes((0, top / high, wide, body / high)), panel, shown, head)
            top -= 0.75
        return _saved(figure, "svg", {"Date": None}), _saved(figure, "png", {"Software": None})


def _saved(figure: Figure, kind: str, metadata: dict[str, None]) -> bytes:
    sink = io.BytesIO()
    FigureCanvasAgg(figure)
    figure.savefig(sink, format=kind, dpi=144, bbox_inches="tight", pad_inches=0.15, metadata=metadata)
    return sink.getvalue()


def _columns(shown: Sequence[str]) -> int:
    """Return how many words of a legend stand beside each other: all if they fit, else three."""
    return max(1, len(shown) if sum(len(words) + 5 for words in shown) < 95 else 3)


def _panel(axes: Axes, panel: Panel, shown: Sequence[str], head: float) -> None:
    """Draw the bars of a panel, with its title and legend in the `head` inches above it."""
    along, across = (axes.yaxis, axes.xaxis) if panel.upright else (axes.xaxis, axes.yaxis)
    axes.set_title(_short(panel.title, LONGEST_TITLE), loc="left", pad=72 * head - 16)
    if shown:
        squares = [Patch(fc=panel.colours[words], ec=QUIET, lw=0.5, label=words) for words in shown]
        axes.legend(handles=squares, loc="lower left", bbox_to_anchor=(0, 1), ncols=_columns(shown),
                    frameon=False, borderaxespad=0.6, borderpad=0, handlelength=1,
                    handleheight=1)  # fmt: skip
    axes.spines[:].set_visible(False)
    axes.tick_params(left=False, bottom=False)
    most = max(bar.total() for bar in panel.bars.values())
    ticks = MaxNLocator(4 if panel.upright else 6, integer=True, steps=[1, 2, 5, 10]).tick_values(0, most)
    along.set_ticks(ticks, [f"{tick:,.0f}" for tick in ticks])
    along.grid()
    along.set_label_text(panel.unit)
    across.set_ticks(range(len(panel.bars)), [_short(label, LONGEST_LABEL) for label in panel.bars])
    # Over the highest bar that stands there is room for its total, below the legend.
    (axes.set_ylim if panel.upright else axes.set_xlim)(0, ticks[-1] * (1.12 if panel.upright else 1))
    (axes.set_xlim if panel.upright else axes.set_ylim)(-0.5, len(panel.bars) - 0.5)
    if not panel.upright:
        axes.invert_yaxis()
    for place in range(len(panel.bars)):
        _bar(axes, panel, place, 72 * (HEIGHT if panel.upright else WIDTH) / ticks[-1])


def _bar(axes: Axes, panel: Panel, place: int, scale: float) -> None:
    """Draw one bar, `scale` points for each thing that it counts; its pieces are told where there is room."""
    start, bar = 0, list(panel.bars.values())[place]
    for words, colour in panel.colours.items():
        number, middle = bar[words], start + bar[words] / 2
        if not number:
            continue
        style: dict[str, Any] = {"color": colour, "edgecolor": "white", "linewidth": 0.5, "clip_on": False}
        if panel.upright:
            axes.bar(place, number, 0.8, start, **style)
        else:
            axes.barh(place, number, 0.62, start, **style)
        if number * scale > (10 if panel.upright else 4 + 6 * len(str(number))) and number < bar.total():
            red, green, blue = mpl.colors.to_rgb(colour)
            ink = INK if 0.299 * red + 0.587 * green + 0.114 * blue > 0.45 else "white"
            x, y = (place, middle) if panel.upright else (middle, place)
            axes.text(x, y, f"{number:,}", ha="center", va="center_baseline", size=8, color=ink)
        start += number
    if start:
        at, offset = ((place, start), (0, 3)) if panel.upright else ((start, place), (4, 0))
        axes.annotate(f"{start:,}", at, offset, textcoords="offset points", size=8, weight="bold",
                      color=QUIET, ha="center" if panel.upright else "left",
                      va="bottom" if panel.upright else "center_baseline")  # fmt: skip


def _short(words: str, most: int) -> str:
    """Return words as a picture can hold them: on one line, everything visible, not too long."""
    words = visible(one_line(words))
    return words if len(words) <= most else f"{words[: most - 1]}…"

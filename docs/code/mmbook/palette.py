"""The book's colors, and figures as SVG that follow the reader's scheme.

Light values are what a script draws with. ``themed`` turns each of them into
a CSS custom property, so that one file serves light and dark: inlined in a
page, a figure takes the page's ``--mm-…`` properties; opened by itself or as
an ``<img>``, it follows the system's scheme.
"""

import io
import re

INK = "#1d2127"  # lines and words
MUTED = "#5b6470"  # axes, secondary words
FAINT = "#c9ced6"  # grids, rules
PAPER = "#ffffff"  # the page
TEXT = "#1f5fa8"
IMAGE = "#b3431c"
SOUND = "#1a7350"
VIDEO = "#7d3c98"
ACCENT = "#8a6100"  # what no modality owns: results, warnings

DARK = {
    INK: "#e8e6e1",
    MUTED: "#a7adb6",
    FAINT: "#454b54",
    PAPER: "#17191d",
    TEXT: "#7db7f5",
    IMAGE: "#f2a17f",
    SOUND: "#63cfa2",
    VIDEO: "#d2a3e8",
    ACCENT: "#e3b95b",
}

NAMES = {
    INK: "--mm-ink",
    MUTED: "--mm-muted",
    FAINT: "--mm-faint",
    PAPER: "--mm-paper",
    TEXT: "--mm-text",
    IMAGE: "--mm-image",
    SOUND: "--mm-sound",
    VIDEO: "--mm-video",
    ACCENT: "--mm-accent",
}

# Settings of Matplotlib for every figure of the book. A fixed hashsalt and
# words drawn as paths make the same bytes on every machine.
RC = {
    "svg.hashsalt": "mmbook",
    "svg.fonttype": "path",
    "figure.figsize": (6.8, 3.4),
    "figure.facecolor": "none",
    "savefig.facecolor": "none",
    "font.family": "DejaVu Sans",
    "font.size": 9.5,
    "axes.facecolor": "none",
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.titlecolor": INK,
    "axes.titlesize": 10,
    "axes.labelsize": 9.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "grid.color": FAINT,
    "grid.linewidth": 0.6,
    "legend.frameon": False,
    "legend.fontsize": 9,
    "text.color": INK,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelsize": 9,
    "ytick.labelsize": 9,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "lines.color": INK,
    "patch.edgecolor": INK,
}

_HEX = re.compile(
    "(?:" + "|".join(NAMES) + ")(?![0-9A-Za-z_-])", re.IGNORECASE
)
_STYLE = (
    "<style>@media (prefers-color-scheme:dark){svg:root{"
    + "".join(f"{NAMES[c]}:{dark};" for c, dark in DARK.items())
    + "}}</style>"
)


def themed(svg: str) -> str:
    """Replace the palette's hex colors in an SVG string by properties.

    ``#1f5fa8`` becomes ``var(--mm-text,#1f5fa8)``, so the light color stays
    as the fallback. A style sheet that only matches where the SVG is the
    root of its own document carries the dark colors. Applying ``themed``
    twice changes nothing the second time. Other colors are left alone.
    """
    if _STYLE in svg:
        return svg

    def swap(match: re.Match) -> str:
        color = match[0].lower()
        return f"var({NAMES[color]},{color})"

    svg = _HEX.sub(swap, svg)
    return re.sub(r"(<svg\b[^>]*>)", lambda m: m[1] + _STYLE, svg, count=1)


def to_svg(figure, prefix: str = "") -> str:
    """Draw a Matplotlib figure as a themed SVG string, same bytes each time.

    No date, no version, no XML prologue; the result starts with ``<svg``.
    With a ``prefix`` every id in it begins with that, so that two figures
    can stand inlined in one page.
    """
    import matplotlib

    stream = io.StringIO()
    with matplotlib.rc_context(RC):
        figure.savefig(
            stream,
            format="svg",
            metadata={"Date": None, "Creator": None},
        )
    svg = stream.getvalue()
    svg = svg[svg.index("<svg"):]
    for pattern, by in (
        (r"<metadata>.*?</metadata>", ""),
        (r"<!--.*?-->", ""),
        # A rule for * would reach out into the page; inheriting does not.
        (r"<style[^>]*>\*\{[^}]*\}</style>", ""),
        (r"<svg ", '<svg stroke-linejoin="round" '),
        (r"\s*\n\s*", "\n"),
        (r"(?<=[\d.])\n(?=[A-Za-z])", " "),
        (r"<defs>\s*</defs>\n?", ""),
        (r"(?<!scale\()(-?\d+\.\d\d)\d+", r"\1"),  # hundredths of a point
    ):
        svg = re.sub(pattern, by, svg, flags=re.DOTALL)
    if prefix:
        svg = re.sub(r'( id="|href="#|url\(#)', rf"\g<1>{prefix}-", svg)
    return themed(svg)

"""What a lab uses to put figures into its page and numbers into its record.

A lab is a percent-format script, ``docs/<section>/labs/<slug>.py``;
``scripts/labs.py`` executes it and collects what ``record`` publishes. Run
as a plain script or in another notebook, the same calls only display.
"""

import os
from pathlib import Path

import matplotlib
import matplotlib.pyplot
import numpy as np
from IPython.display import publish_display_data

from mmbook.palette import RC, to_svg

RECORD_MIME = "application/vnd.mmbook.record+json"

matplotlib.use("Agg")
matplotlib.rcParams.update(RC)
matplotlib.rcParams["figure.constrained_layout.use"] = True

_figures = 0


def show(figure, alt: str, caption: str = "") -> None:
    """Put a Matplotlib figure into the page, as an SVG in the book's colors.

    ``alt`` says in one to three sentences what a sighted reader takes away;
    ``caption`` says what to look at. Both travel in the output's metadata.
    """
    global _figures
    if not alt.strip():
        raise ValueError("show(figure, alt=…) needs an alt text; it is empty")
    _figures += 1
    svg = to_svg(figure, prefix=f"lab{_figures}")
    matplotlib.pyplot.close(figure)
    publish_display_data(
        {"image/svg+xml": svg, "text/plain": alt},
        metadata={"alt": alt, "caption": caption},
    )


def record(tolerance: dict[str, float] | None = None, **results) -> None:
    """Publish results by name: numbers, booleans, strings, lists or dicts.

    ``tolerance`` gives, for a name, the absolute difference that a second
    run may show; without it, 5 % or 0.03, whichever is larger. Names that
    the call does not record are an error.
    """
    unknown = set(tolerance or {}) - set(results)
    if unknown:
        raise ValueError(f"tolerance for results not recorded: {unknown}")
    results = {name: _plain(value) for name, value in results.items()}
    lines = [f"recorded {name} = {value}" for name, value in results.items()]
    publish_display_data(
        {
            RECORD_MIME: {"results": results, "tolerance": tolerance or {}},
            "text/plain": "\n".join(lines),
        }
    )


def figures_folder() -> Path:
    """The folder for files that a lab writes for the book's own pages.

    ``../figures`` as seen from the lab, or what ``MMBOOK_LAB_FIGURES``
    says: a run that only checks must not touch the book's files.
    """
    folder = Path(os.environ.get("MMBOOK_LAB_FIGURES", "../figures"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _plain(value):
    """NumPy and torch values as plain JSON; floats to four decimals."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        if not np.isfinite(value):
            raise ValueError(f"cannot record {value}: not a finite number")
        return round(value, 4)
    return value

"""How every figure of the book looks, and how it is written to disk.

A figure script stands at ``scripts/figures/<section>/<name>.py``, has a
``main`` that ends in ``save(figure, __file__)``, and thereby writes
``docs/<section>/figures/<name>.svg``. ``python scripts/draw.py`` runs the
scripts. Colors come from here only: ``save`` turns them into CSS variables,
so that one file serves the light and the dark page.

For a plot, use Matplotlib as usual. For a diagram, ``canvas`` gives an empty
sheet measured in points (72 to the inch), origin at the top left, ``y``
downwards, with ``box``, ``arrow``, ``label`` and ``picture`` to draw on it.
``tint`` draws a heat map (a spectrogram, a similarity matrix) that follows the
page from light to dark.
"""

import io
import itertools
import re
import sys
import wave
from base64 import b64decode, b64encode
from collections import Counter
from pathlib import Path
from string import ascii_letters, ascii_lowercase, digits
from xml.etree import ElementTree
from zlib import crc32

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "docs" / "code"))

import matplotlib  # noqa: E402
import numpy as np  # noqa: E402

matplotlib.use("svg")

import matplotlib.pyplot as plt  # noqa: E402
from matplotlib.font_manager import FontProperties  # noqa: E402
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch  # noqa: E402
from matplotlib.textpath import TextPath  # noqa: E402
from PIL import Image  # noqa: E402

from mmbook.palette import (  # noqa: E402
    ACCENT,
    FAINT,
    IMAGE,
    INK,
    MUTED,
    PAPER,
    RC,
    SOUND,
    TEXT,
    VIDEO,
    themed,
)

__all__ = (
    "ACCENT FAINT IMAGE INK MUTED PAPER SOUND TEXT VIDEO MODALITY MARKERS "
    "LINES WIDTH plt canvas box arrow label run width_of picture tint "
    "waveform save save_sound"
).split()

WIDTH = 6.8  # inches: the text width of a page
MODALITY = {"text": TEXT, "image": IMAGE, "sound": SOUND, "video": VIDEO}
# Never color alone: each modality also has its marker and its line.
MARKERS = {"text": "o", "image": "s", "sound": "^", "video": "D"}
LINES = {"text": "-", "image": "--", "sound": "-.", "video": ":"}

# Where ``save`` writes; ``draw.py --check`` points it to a temporary folder.
output = ROOT / "docs"
written: list[Path] = []
_tints = itertools.count()

plt.rcParams.update(RC)
plt.rcParams["figure.constrained_layout.use"] = True


# ------------------------------------------------------------ for diagrams


def canvas(height, width=WIDTH):
    """An empty sheet: ``(figure, axes)``, sizes in inches, axes in points."""
    figure = plt.figure(figsize=(width, height), layout="none")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, 72 * width), ylim=(72 * height, 0))
    axes.axis("off")
    return figure, axes


def label(axes, x, y, words, color=INK, size=9.5, ha="center", **more):
    """Words whose middle is at height ``y`` of a canvas; lines at ``\\n``.

    Labels of the same ``y`` share a baseline, whatever their letters.
    ``more`` goes to ``Axes.text`` (weight, style, rotation …).
    """
    if "rotation" in more or "va" in more:
        more.setdefault("va", "center")
        axes.text(x, y, words, color=color, size=size, ha=ha, **more)
        return
    lines, spacing = words.split("\n"), 1.3 * size
    first = y + 0.36 * size - spacing * (len(lines) - 1) / 2
    for i, line in enumerate(lines):
        axes.text(x, first + i * spacing, line, color=color, size=size, ha=ha,
                  va="baseline", **more)


def run(axes, x, y, parts, size=9.5, space=0.45):
    """Words of several colors in one line; ``parts`` are (words, color) or
    (words, color, weight). Returns where each begins and ends."""
    spans = []
    for words, color, *weight in parts:
        weight = weight[0] if weight else "normal"
        label(axes, x, y, words, color, size, ha="left", weight=weight)
        spans.append((x, x + width_of(words, size, weight)))
        x = spans[-1][1] + space * size
    return spans


def width_of(words, size=9.5, weight="normal"):
    """Width of a line in points."""
    font = FontProperties(family=RC["font.family"], weight=weight)
    return TextPath((0, 0), words, size=size, prop=font).get_extents().x1


def box(axes, x, y, width, height, words="", color=INK, fill=0.1, radius=4,
        size=9.5, line=1.1, style="-", **more):
    """A rounded box with its top left corner at ``(x, y)``.

    It is filled with ``color`` at the opacity ``fill``, which suits a light
    and a dark page alike; the words inside are in ink.
    """
    axes.add_patch(FancyBboxPatch(
        (x + radius, y + radius), width - 2 * radius, height - 2 * radius,
        boxstyle=f"round,pad={radius},rounding_size={radius}", lw=line,
        ls=style, edgecolor=color, facecolor=(color, fill), clip_on=False))
    if words:
        label(axes, x + width / 2, y + height / 2, words, size=size, **more)


def arrow(axes, start, end, color=MUTED, words="", bend=0.0, line=1.1,
          style="-|>", dash="-", size=9, offset=(0, -7), **more):
    """An arrow from one point to another, words at its middle.

    ``bend`` is its curvature (0.2 is a gentle arc); ``style`` and ``dash``
    are Matplotlib's arrow and line styles.
    """
    axes.add_patch(FancyArrowPatch(
        start, end, arrowstyle=style, mutation_scale=8, lw=line, ls=dash,
        color=color, shrinkA=0, shrinkB=0,
        connectionstyle=f"arc3,rad={bend}", joinstyle="miter", clip_on=False))
    if words:
        label(axes, (start[0] + end[0]) / 2 + offset[0],
              (start[1] + end[1]) / 2 + offset[1], words, color=color,
              size=size, **more)


def picture(axes, pixels, x, y, width, height=None, frame=FAINT):
    """An array ``(H, W, 3)`` of uint8 as crisp pixels, top left at (x, y)."""
    height = height or width * pixels.shape[0] / pixels.shape[1]
    limits = axes.get_xlim(), axes.get_ylim()
    axes.imshow(pixels, extent=(x, x + width, y + height, y), aspect="auto",
                interpolation="none", clip_on=False)
    axes.set(xlim=limits[0], ylim=limits[1])
    if frame:
        axes.add_patch(plt.Rectangle((x, y), width, height, lw=0.8,
                                     edgecolor=frame, facecolor="none",
                                     clip_on=False))


def tint(axes, values, extent, color=INK):
    """A heat map in one color: 0 is the page, 1 is ``color`` in full.

    ``values`` is ``(rows, columns)`` in [0, 1], first row on top, shown in
    16 steps; ``extent`` is ``(left, right, bottom, top)`` in the axes' own
    units.
    """
    gray = 17 * np.rint(15 * np.clip(values, 0, 1)).astype(np.uint8)
    limits = axes.get_xlim(), axes.get_ylim()
    image = axes.imshow(np.dstack([gray] * 3), extent=extent, aspect="auto",
                        interpolation="none")
    image.set_gid(f"tint{color}-{next(_tints)}")
    if axes.axison is False:  # a canvas keeps its own limits
        axes.set(xlim=limits[0], ylim=limits[1])


def waveform(axes, samples, extent, color=SOUND, columns=140):
    """Sound as a band from the lowest to the highest sample of each column.

    ``samples`` ``(T,)`` in [-1, 1]; ``extent`` is ``(left, right, bottom,
    top)`` in the axes' own units, the loudest sample reaching the edge.
    """
    left, right, bottom, top = extent
    parts = np.array_split(samples / max(np.abs(samples).max(), 1e-9), columns)
    middle, half = (bottom + top) / 2, (top - bottom) / 2
    low = [middle + half * min(part.min(), 0) for part in parts]
    high = [middle + half * max(part.max(), 0) for part in parts]
    axes.fill_between(np.linspace(left, right, columns), low, high, lw=0.4,
                      color=color, clip_on=False)


# ------------------------------------------------------------- to the disk


def save(figure, script, name=None):
    """Write ``docs/<section>/figures/<name>.svg`` for the script's figure.

    ``script`` is the script's ``__file__``; ``name`` is needed only by a
    script that draws more than one figure. ``figure`` is a Matplotlib figure
    or a string of SVG. The same figure gives the same bytes.
    """
    name = name or Path(script).stem.replace("_", "-")
    path = _place(script) / f"{name}.svg"
    svg = figure if isinstance(figure, str) else _matplotlib_svg(figure)
    svg = themed(compact(svg, _prefix(path)))
    path.write_text(svg, encoding="utf-8", newline="\n")
    written.append(path)
    if not isinstance(figure, str):
        plt.close(figure)


def save_sound(samples, rate, script, name):
    """Write ``(T,)`` samples in [-1, 1] to ``figures/samples/<name>.wav``."""
    path = _place(script) / "samples" / f"{name}.wav"
    path.parent.mkdir(exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.rint(32767 * samples).astype("<i2").tobytes())
    written.append(path)


def _place(script):
    """The figures' folder of the section that a script belongs to."""
    folder = Path(script).resolve().parent
    section = folder.relative_to(ROOT / "scripts" / "figures")
    place = output / section / "figures"
    place.mkdir(parents=True, exist_ok=True)
    return place


def _matplotlib_svg(figure):
    stream = io.StringIO()
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    figure.savefig(stream, format="svg", metadata=nothing)
    return stream.getvalue()


SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"
NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?")
GLYPH = 16  # a letter's outline is kept on a grid of 4096 / 16 = 256 to the em


def _prefix(path):
    """Three letters for a figure's ids, so that two figures set into one
    page do not share an id."""
    number = crc32("/".join(path.parts[-3:]).encode()) % 26**3
    return "".join(ascii_lowercase[number // 26**i % 26] for i in range(3))


def compact(svg, prefix=""):
    """The same drawing in fewer bytes: no metadata, coordinates rounded to
    two decimals, letters on a coarse grid, only the ids that are used."""
    root = ElementTree.fromstring(svg)
    blank = {"#" + e.get("id") for e in root.iter(SVG + "path")
             if "d" not in e.attrib and "id" in e.attrib}  # the space
    for element in root.iter():
        if HREF in element.attrib:
            element.set("href", element.attrib.pop(HREF))
        for child in [c for c in element if c.get(HREF) in blank
                      or (c.tag == SVG + "path" and "d" not in c.attrib)]:
            element.remove(child)
    _masks(root)
    for side in ("width", "height"):  # points to CSS pixels
        if root.get(side, "").endswith("pt"):
            root.set(side, str(float(root.get(side)[:-2]) * 4 / 3))
    # Named by order of use: Matplotlib's own ids are hashes of coordinates,
    # in which the last digit differs from machine to machine.
    used = dict.fromkeys(
        re.findall(r'(?:url\(|href=")#([^)"]+)', _string(root)))
    letters = [prefix + a + b for a in ("", *digits) for b in ascii_letters]
    short = dict(zip(used, letters))
    for element in root.iter():
        _tidy(element, short)
    _unwrap(root)
    _classes(root, prefix)
    return _string(root) + "\n"


def _smaller(uri):
    """A PNG without an alpha channel that says nothing, packed tightly."""
    image = Image.open(io.BytesIO(b64decode(uri.partition(",")[2])))
    pixels = np.asarray(image.convert("RGBA"))
    if (pixels[..., 3] != 255).any():
        return uri
    gray = (np.ptp(pixels[..., :3], axis=2) == 0).all()
    image = image.convert("L" if gray else "RGB")
    if (colors := image.getcolors(256)) and not gray:
        image = image.quantize(len(colors), dither=Image.Dither.NONE)
    stream = io.BytesIO()
    image.save(stream, "png", optimize=True)
    return "data:image/png;base64," + b64encode(stream.getvalue()).decode()


def _masks(root):
    """Turn each gray picture of ``tint`` into a mask over a plain color."""
    found = [(parent, place, child) for parent in root.iter()
             for place, child in enumerate(parent)
             if child.get("id", "").startswith("tint#")]
    for number, (parent, place, image) in enumerate(found):
        group = ElementTree.Element(SVG + "g")
        group.set("transform", image.attrib.pop("transform"))
        color, name = image.attrib.pop("id")[4:11], f"tint{number}"
        mask = ElementTree.SubElement(group, SVG + "mask", id=name)
        mask.append(image)
        ElementTree.SubElement(
            group, SVG + "rect", width=image.get("width"),
            height=image.get("height"), style=f"fill:{color}",
            mask=f"url(#{name})")
        parent[place] = group


def _string(root):
    ElementTree.register_namespace("", SVG[1:-1])
    return ElementTree.tostring(root, encoding="unicode").replace(" />", "/>")


def _tidy(element, short):
    element.text = (element.text or "").strip() or None
    element.tail = (element.tail or "").strip() or None
    at = element.attrib
    if "id" in at:
        if at["id"] in short:
            at["id"] = short[at["id"]]
        else:
            del at["id"]
    if at.get("transform") == "scale(0.015625)":  # a letter of Matplotlib's
        at["transform"] = f"scale({GLYPH / 64:g})"
        at["d"] = _outline(at["d"])
    for key, value in list(at.items()):
        if key == "href" and value.startswith("#"):
            at[key] = "#" + short[value[1:]]
        elif key == "href":
            at[key] = _smaller(re.sub(r"\s", "", value))
        elif key in ("clip-path", "mask"):
            at[key] = re.sub(r"#([^)]+)", lambda m: "#" + short[m[1]], value)
        elif key == "style":
            value = re.sub(r"\s*([:;,])\s*", r"\1", value).strip("; ")
            value = re.sub(r"(?<=:)[\d.]+(?=;|$)", _round, value)
            at[key] = re.sub(r"url\(#([^)]+)\)",
                             lambda m: f"url(#{short[m[1]]})", value)
        elif key in ("d", "points"):
            at[key] = _path(value)
        elif key in ("x", "y", "width", "height", "cx", "cy", "r", "x1", "x2",
                     "y1", "y2", "viewBox"):
            at[key] = NUMBER.sub(_round, value)
        elif key == "transform":
            at[key] = _transform(value)
    if flat := re.fullmatch(r"translate\((\S+) 0\)", at.get("transform", "")):
        if element.tag == SVG + "use" and not {"x", "y"} & at.keys():
            del at["transform"]
            at["x"] = str(round(float(flat[1])))
    at.pop("type", None)
    at.pop("version", None)


def _round(match, places=2):
    text = match if isinstance(match, str) else match[0]
    number = f"{float(text):.{places}f}".rstrip("0").rstrip(".")
    return "0" if number == "-0" else re.sub(r"^(-?)0\.", r"\1.", number)


def _transform(value):
    def places(match):
        fine = match[1] in ("scale", "matrix")
        numbers = NUMBER.findall(match[2])
        kept = [_round(n, 4 if fine and i < 4 else 2)
                for i, n in enumerate(numbers)]
        return f"{match[1]}({' '.join(kept)})"

    return re.sub(r"(\w+)\(([^)]*)\)", places, value)


def _path(value):
    """A path's data without needless spaces, letters and decimals."""
    out, last = [], ""
    for letter, rest in re.findall(r"([A-Za-z]?)([^A-Za-z]*)", value):
        words = " ".join(map(_round, NUMBER.findall(rest))).replace(" -", "-")
        repeated = letter == last and letter not in "MmZz"
        space = " " if repeated and not words.startswith("-") else ""
        out.append((space if repeated else letter) + words)
        last = letter
    return "".join(out)


def _outline(value):
    """A letter's outline on the coarse grid, each point as a step."""
    out, at, start = [], (0, 0), (0, 0)
    for letter, rest in re.findall(r"([A-Za-z])([^A-Za-z]*)", value):
        numbers = [round(float(n) / GLYPH) for n in NUMBER.findall(rest)]
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        steps = [n for x, y in points for n in (x - at[0], y - at[1])]
        at = points[-1] if points else start
        start = points[0] if letter == "M" else start
        out.append(letter.lower() + " ".join(map(str, steps)))
    return _path("".join(out))


def _classes(root, prefix):
    """Styles that recur become classes of one style sheet."""
    for parent in list(root.iter()):
        for sheet in parent.findall(SVG + "style"):  # Matplotlib's own
            parent.remove(sheet)
    root.set("stroke-linejoin", "round")
    often = Counter(e.get("style") for e in root.iter() if e.get("style"))
    often = [style for style, count in often.items() if count > 2]
    names = dict(zip(often, (prefix + "_" + a for a in ascii_letters)))
    for element in root.iter():
        if element.get("style") in names:
            element.set("class", names[element.attrib.pop("style")])
    sheet = ElementTree.Element(SVG + "style")
    sheet.text = "".join(f".{name}{{{style}}}"
                         for style, name in names.items())
    root.insert(0, sheet)


def _unwrap(parent):
    """Drop groups that carry nothing, and what draws nothing."""
    children = []
    plain = (SVG + "g", SVG + "defs")
    for child in list(parent):
        _unwrap(child)
        if child.tag in plain and not len(child):
            continue
        if child.get("style") == "fill:none" and child.tag == SVG + "path":
            continue
        if child.tag == SVG + "g" and not child.attrib:
            children.extend(child)
        else:
            children.append(child)
    parent[:] = children

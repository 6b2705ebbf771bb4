"""Draw the book's figures, or check that the committed ones are current.

    python scripts/draw.py                  draw all figures
    python scripts/draw.py sound/map        draw the named ones
    python scripts/draw.py --check [names]  redraw to a temporary folder and
                                            compare with what is in docs/

The check wants the same structure and numbers within 0.1 (a tenth of a point),
because the last digits may differ between versions of Matplotlib. It also
reports an SVG that no script draws, and a script that draws nothing.
"""

import argparse
import base64
import importlib.util
import io
import re
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[1]
FIGURES = ROOT / "scripts" / "figures"
TOLERANCE = 0.1
NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")

sys.path.insert(0, str(FIGURES))


def scripts(names=()):
    """The figure scripts, all of them or those named ``section/name``."""
    found = sorted(p for p in FIGURES.rglob("*.py") if p.name != "style.py")
    if not names:
        return found
    wanted = {name.removesuffix(".py").removesuffix(".svg")
              .replace("/figures/", "/").removeprefix("docs/")
              .removeprefix("scripts/figures/").replace("_", "-")
              for name in names}
    chosen = {figure_name(p): p for p in found}
    if unknown := wanted - chosen.keys():
        raise SystemExit(
            f"scripts/figures: no script for {', '.join(sorted(unknown))}; "
            f"there are {', '.join(chosen)}")
    return [chosen[name] for name in sorted(wanted)]


def figure_name(script):
    relative = script.relative_to(FIGURES).with_suffix("")
    return str(relative.as_posix()).replace("_", "-")


def draw(script, folder):
    """Run one script with its figures going under ``folder``; the paths."""
    import style

    style.output, style.written = folder, []
    spec = importlib.util.spec_from_file_location(
        "figure_" + re.sub(r"\W", "_", figure_name(script)), script)
    module = importlib.util.module_from_spec(spec)
    with style.matplotlib.rc_context():
        spec.loader.exec_module(module)
        module.main()
    style.plt.close("all")
    return list(style.written)


def check(chosen, everything):
    """The faults of the committed figures, one line each."""
    docs, faults, drawn = ROOT / "docs", [], set()
    with tempfile.TemporaryDirectory() as folder:
        for script in chosen:
            shown = script.relative_to(ROOT).as_posix()
            try:
                paths = draw(script, Path(folder))
            except Exception as error:  # a script of anyone's: any error
                faults.append(f"{shown}: fails with {type(error).__name__}: "
                              f"{error}; run `python scripts/draw.py "
                              f"{figure_name(script)}` and mend it")
                continue
            if not paths:
                faults.append(f"{shown}: draws no SVG; end its main() with "
                              "save(figure, __file__)")
            for path in paths:
                relative = path.relative_to(folder)
                drawn.add(relative)
                mend = f"run `python scripts/draw.py {figure_name(script)}`"
                if not (docs / relative).exists():
                    faults.append(f"docs/{relative.as_posix()}: missing, "
                                  f"though {shown} draws it; {mend}")
                elif fault := difference(docs / relative, path):
                    faults.append(f"docs/{relative.as_posix()}: {fault}, "
                                  f"unlike what {shown} draws; {mend}")
    if everything:
        for path in sorted(docs.glob("**/figures/*.svg")):
            relative = path.relative_to(docs)
            if relative not in drawn:
                section = relative.parent.parent.as_posix()
                faults.append(
                    f"docs/{relative.as_posix()}: no script draws it; write "
                    f"scripts/figures/{section}/{path.stem}.py or remove it")
    return faults


def difference(committed, fresh):
    """What differs between two SVG files, in words, or None."""
    if committed.read_bytes() == fresh.read_bytes():
        return None
    if fresh.suffix == ".wav":
        return different_sound(committed, fresh)
    try:
        old = list(ElementTree.parse(committed).getroot().iter())
    except ElementTree.ParseError as error:
        return f"is not well-formed XML ({error})"
    new = list(ElementTree.parse(fresh).getroot().iter())
    if len(old) != len(new):
        return f"has {len(old)} elements in place of {len(new)}"
    for place, (a, b) in enumerate(zip(old, new), start=1):
        tag = a.tag.rpartition("}")[2]
        where = f"element {place} (<{tag}>)"
        if a.tag != b.tag or a.attrib.keys() != b.attrib.keys():
            return f"{where} is of another kind"
        if not same(a.text or "", b.text or ""):
            return f"{where} has another content"
        for key in a.attrib:
            if not same(a.attrib[key], b.attrib[key]):
                return f"{where} has another {key.rpartition('}')[2]}"
    return None


def different_sound(committed, fresh):
    import numpy as np

    one, two = (np.frombuffer(path.read_bytes()[44:], "<i2").astype(int)
                for path in (committed, fresh))
    if one.shape != two.shape:
        return f"has {one.size:,} samples in place of {two.size:,}"
    if abs(one - two).max() > 64:  # of 32,767
        return f"differs by up to {abs(one - two).max() / 32767:.3f}"
    return None


def same(a, b):
    if a == b:
        return True
    if a.startswith("data:image/png") and b.startswith("data:image/png"):
        return same_picture(a, b)
    if skeleton(a) != skeleton(b):
        return False
    numbers = zip(NUMBER.findall(a), NUMBER.findall(b), strict=True)
    return all(abs(float(x) - float(y)) <= TOLERANCE for x, y in numbers)


def skeleton(value):
    """The value without its numbers and what only separates them."""
    count = len(NUMBER.findall(value))
    return count, re.sub(r"[\s,]+", "", NUMBER.sub("", value))


def same_picture(a, b):
    import numpy as np
    from PIL import Image

    one, two = (
        np.asarray(Image.open(io.BytesIO(base64.b64decode(
            value.partition(",")[2]))).convert("RGBA"), int)
        for value in (a, b))
    return one.shape == two.shape and abs(one - two).max() <= 2


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("names", nargs="*", help="figures, as section/name")
    parser.add_argument("--check", action="store_true",
                        help="compare with docs/, write nothing")
    options = parser.parse_args()
    chosen = scripts(options.names)
    if options.check:
        faults = check(chosen, everything=not options.names)
        print("\n".join(faults) or f"{len(chosen)} figures as drawn")
        return 1 if faults else 0
    for script in chosen:
        for path in draw(script, ROOT / "docs"):
            size = path.stat().st_size
            print(f"{path.relative_to(ROOT).as_posix()}  {size / 1000:.1f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())

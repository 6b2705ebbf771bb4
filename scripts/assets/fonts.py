"""The book's fonts: STIX Two, cut down to the characters the book prints.

    python scripts/assets/fonts.py               writes docs/assets/fonts/
    python scripts/assets/fonts.py --check site  names characters of formulas
                                                 that no font has

Needs fontTools, brotli and npm, which fetches the sources named in SOURCES.
Only one who changes the character sets below runs it: what it writes is
committed. The faces that every page needs are written into text.css, those
of formulas into math.css: a page is drawn once, in its own letters, and
nothing moves. Rarer characters are files of their own, fetched by pages that
print them. Digits and upright letters of formulas are those of the text.
"""

import argparse
import base64
import html
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

OUT = Path(__file__).resolve().parents[2] / "docs" / "assets" / "fonts"
SOURCES = ("@fontsource/stix-two-text@5.3.0", "@fontsource/stix-two-math@5.3.0")


def alphabet(start):
    """The 52 mathematical letters from a code point on."""
    return "".join(map(chr, range(start, start + 52)))


ASCII = "".join(map(chr, range(32, 127)))
TEXT = ASCII + "\u00a0‘’“”–—…•·×÷−±°²§©†µ½áâãäåæçèéêëíïñóôöøúüß"
# Headings, terms and captions: fewer characters are ever bold or italic.
BOLD = ASCII.translate(dict.fromkeys(map(ord, "`~^\\{}|<>@$"))) \
    + "\u00a0’“”–×éöüäç"
ITALIC = ASCII.translate(dict.fromkeys(map(ord, "`~^\\{}|<>@$#"))) \
    + "\u00a0’“”–éèöüäç"
LATIN_1 = "¡¢£¥ª«»®³¹º¼¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝàìîòõùûýÿıŒœ"
NAMES = "ĀāĂăĄąĆćČčĎďĐđĒēĖėĘęĚěĞğĢģĪīĮįİĶķĹĺĻļĽľŁłŃńŅņŇňŌōŐőŘřŚśŞşŠš" \
    "ŢţŤťŪūŮůŰűŲųŹźŻżŽžȘșȚț"
# Signs of formulas: those of most pages, and the rarer ones.
SIGNS = (
    " \u00a0+−±×·⋅∗/|∣‖∥=≠≈≤≥<>∼∝∈∂∇∞∑∏∫√→⊤()[]{}⌊⌋⌈⌉⟨⟩,;:.!…⋯′"
    "ˆ¯˜‾⏟ℝ𝔼ℒ𝒩𝒟ΔΣΘ𝛼𝛽𝛾𝛿𝜀𝜖𝜃𝜆𝜇𝜋𝜌𝜎𝜏𝜑𝜙𝜓𝜔𝜂ℎ\u2061\u2062\u2063"
) + alphabet(0x1D434)
RARE_SIGNS = (
    "∓÷∘⋆∕\\≡≜≔≪≫≃∉⊂⊆∪∩∖∅∀∃∠←↔↦⇒⇔⊥⊙⊕⊗∧∨¬⋮⋱″†^~_˙\u20d7⏞ℓℕℤℂℙℚ𝟙"
    "ℬ𝒞𝒪𝒫𝒮𝒯𝒰𝒱𝒳𝒴𝒵ΓΛΞΠΦΨΩ𝜁𝜅𝜈𝜉𝜒𝜗")
BOLD_SIGNS = alphabet(0x1D400) + "𝟎𝟏𝛍𝚺𝜽𝝁𝝈𝝓"
SIZES = 3  # larger forms kept of a bracket, before it is put together
STRETCH = set("()[]{}⌊⌋⌈⌉⟨⟩|∣‖∥√⏟∑∏∫‾/")

KERN = ("kern", "liga", "mark")
LATIN = "stix-two-text-latin-{}.woff2".format
# name: (source, characters, features, CSS family, style, weight)
FACES = {
    "text": (LATIN("400-normal"), TEXT, KERN, "Book", "normal", "400"),
    "italic": (LATIN("400-italic"), ITALIC, KERN, "Book", "italic", "400"),
    "bold": (LATIN("600-normal"), BOLD, KERN, "Book", "normal", "600 700"),
    "latin-1": (LATIN("400-normal"), LATIN_1, (), "Book", "normal", "400"),
    "names": (LATIN("ext-400-normal"), NAMES, (), "Book", "normal", "400"),
    "math": ("stix-two-math-latin-400-normal.woff2", SIGNS, (),
             "Book Math", "normal", "400"),
    "math-rare": ("stix-two-math-latin-400-normal.woff2", RARE_SIGNS, (),
                  "Book Signs", "normal", "400"),
    "math-bold": ("stix-two-math-latin-400-normal.woff2", BOLD_SIGNS, (),
                  "Book Signs", "normal", "400"),
}
SHEETS = {"text.css": ("text", "italic", "bold", "latin-1", "names"),
          "math.css": ("math", "math-rare", "math-bold")}
FILES = ("latin-1", "names", "math-rare", "math-bold")


def fetch(folder):
    """The fonts' source files, by npm; {file name: path}."""
    found = {}
    for package in SOURCES:
        packed = subprocess.run(
            ["npm", "pack", "--silent", package], cwd=folder, check=True,
            capture_output=True, text=True).stdout.split()[-1]
        target = Path(folder) / Path(packed).stem
        with tarfile.open(Path(folder) / packed) as archive:
            archive.extractall(target, filter="data")
        found |= {path.name: path for path in target.rglob("*")}
    return found


def cut(source, characters, features, name, target):
    """Write the part of a font that `characters` need, as WOFF2."""
    options = subset.Options()
    options.hinting = options.glyph_names = options.legacy_kern = False
    options.notdef_outline = options.bidi_closure = False
    options.layout_features = list(features)
    options.name_IDs = [1]
    font = TTFont(source, recalcTimestamp=False)
    if "MATH" in font:
        trim(font)
    cutter = subset.Subsetter(options)
    cutter.populate(text=characters)
    cutter.subset(font)
    for record in font["name"].names:  # a changed font has a name of its own
        record.string = f"Book {name}"
    font.flavor = "woff2"
    font.save(target)


def trim(font):
    """Keep of the MATH table what browsers use and the book needs."""
    table, cmap = font["MATH"].table, font.getBestCmap()
    table.MathGlyphInfo.MathKernInfo = None
    table.MathConstants.FractionRuleThickness.Value = 50  # a pixel, not two
    wanted = {cmap[ord(c)] for c in STRETCH if ord(c) in cmap}
    variants = table.MathVariants
    for way in ("Vert", "Horiz"):
        coverage = getattr(variants, f"{way}GlyphCoverage")
        kept = [(glyph, built) for glyph, built in zip(
            coverage.glyphs, getattr(variants, f"{way}GlyphConstruction"),
            strict=True) if glyph in wanted]
        for _, built in kept:
            built.MathGlyphVariantRecord = \
                built.MathGlyphVariantRecord[:SIZES + 1]
            built.VariantCount = len(built.MathGlyphVariantRecord)
        coverage.glyphs = [glyph for glyph, _ in kept]
        setattr(variants, f"{way}GlyphConstruction", [b for _, b in kept])
        setattr(variants, f"{way}GlyphCount", len(kept))


def rule(name, data):
    """The @font-face rule of one face."""
    _, characters, _, family, style, weight = FACES[name]
    source, extent = f"{name}.woff2", ""
    if name in FILES:
        codes = ",".join(f"U+{ord(c):X}" for c in sorted(set(characters)))
        extent = f";unicode-range:{codes}"
    else:
        source = ("data:font/woff2;base64,"
                  + base64.b64encode(data).decode("ascii"))
    return (f'@font-face{{font-family:"{family}";font-style:{style};'
            f"font-weight:{weight};font-display:swap;src:url({source})"
            f' format("woff2"){extent}}}\n')


def make():
    OUT.mkdir(parents=True, exist_ok=True)
    made = {}
    with tempfile.TemporaryDirectory() as folder:
        found = fetch(folder)
        for name, (source, characters, features, *_) in FACES.items():
            target = Path(folder) / f"{name}.woff2"
            cut(found[source], characters, features, name, target)
            made[name] = target.read_bytes()
            print(f"{len(made[name]):6d} bytes  {name}")
        (OUT / "OFL.txt").write_bytes(found["LICENSE"].read_bytes())
    for name in FILES:
        (OUT / f"{name}.woff2").write_bytes(made[name])
    for sheet, names in SHEETS.items():
        (OUT / sheet).write_text(
            "/* STIX Two, cut by scripts/assets/fonts.py; OFL.txt. */\n"
            + "".join(rule(name, made[name]) for name in names),
            encoding="utf-8", newline="\n")


def check(site):
    """Print the characters of formulas that no font of the book has."""
    held = set(TEXT + SIGNS + RARE_SIGNS + BOLD_SIGNS + "\n\ufe00")
    lacking = {}
    for page in sorted(Path(site).rglob("*.html")):
        text = page.read_text("utf-8")
        for formula in re.findall(r"<math\b.*?</math>", text, re.S):
            for name, other in re.findall(r"<mi>([^<]+)<|>([^<]+)<", formula):
                word = html.unescape(name or other)
                if name and len(word) == 1 and "α" <= word <= "ω":
                    word = chr(ord(word) - ord("α") + 0x1D6FC)  # italic
                for c in set(word) - held:
                    lacking.setdefault(c, page)
    for c, page in lacking.items():
        print(f"{page}: {c} (U+{ord(c):04X}) is in no font of the book. "
              "Add it to RARE_SIGNS in scripts/assets/fonts.py and run it.")
    return bool(lacking)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--check", metavar="SITE")
    site = parser.parse_args().check
    sys.exit(check(site) if site else make())

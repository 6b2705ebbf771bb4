"""What a caption costs a blind model, and what of it is whose fault."""

import json

from style import ACCENT, IMAGE, INK, ROOT, TEXT, plt, save

RECORD = ROOT / "docs" / "text" / "labs" / "perplexity.json"


def main() -> None:
    lab = json.loads(RECORD.read_text())["results"]
    bits, scene, wording = lab["caption_bits"], lab["scene"], lab["wording"]
    rows = [("n = 1", bits[0]),
            ("n = 2", bits[1]),
            ("n = 3", bits[2]),
            ("n = 5", bits[4]),
            ("best blind model", scene + wording),
            ("knows the scene", wording)]
    figure, axes = plt.subplots(figsize=(6.8, 2.9))
    for y, (name, total) in enumerate(rows):
        left = 0.0
        for part, color, alpha in (
                (wording, TEXT, 0.55), (scene, IMAGE, 0.35),
                (total - scene - wording, ACCENT, 0.3)):
            if left < total - 1e-9:
                axes.barh(y, part, left=left, color=(color, alpha), height=0.6,
                          edgecolor=color, lw=0.8)
                left += part
        axes.text(total + 1, y, f"{total:.1f}", va="center", color=INK,
                  fontsize=9.5)
    for x, words, color in ((wording / 2 + 1.5, "wording", TEXT),
                            (wording + scene / 2, "scene", IMAGE),
                            (65, "what the model has not learned", ACCENT)):
        axes.text(x, -0.62, words, color=color, ha="center", fontsize=9.5)
    axes.set_yticks(range(len(rows)), [name for name, _ in rows])
    axes.set(xlabel="bits per caption", xlim=(0, 112), ylim=(5.6, -1.0))
    save(figure, __file__)


if __name__ == "__main__":
    main()

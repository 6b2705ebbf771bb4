"""Tokens for one second of a recording, on a logarithmic axis."""

from style import INK, MUTED, SOUND, TEXT, VIDEO, WIDTH, plt, save

ROWS = (
    ("English speech, as text", 150 / 60 * 1.3, TEXT, "o"),
    ("VibeVoice, one vector a frame", 7.5, SOUND, "^"),
    ("Mimi, one step a frame", 12.5, SOUND, "^"),
    ("Gemini 3, sound", 25, SOUND, "^"),
    ("Whisper encoder", 50, SOUND, "^"),
    ("Mimi, 8 codes a frame", 100, SOUND, "^"),
    ("EnCodec, 8 codes a frame", 600, SOUND, "^"),
    ("samples at 24 kHz", 24000, SOUND, "^"),
    ("Gemini 3, 1 frame a second, low", 70, VIDEO, "D"),
    ("448 px, 2 frames a second, merged", 256, VIDEO, "D"),
    ("Cosmos 8 × 16 × 16, 256 px, 24 a second", 768, VIDEO, "D"),
    ("ViT-B/16 on every frame, 24 a second", 4704, VIDEO, "D"),
)


def main():
    figure, axes = plt.subplots(figsize=(WIDTH, 3.7))
    for i, (name, rate, color, marker) in enumerate(ROWS):
        y = len(ROWS) - i
        axes.plot([1, rate], [y, y], color=color, lw=1.2, alpha=0.6)
        axes.plot(rate, y, marker, color=color, ms=6)
        text = f"{rate:g}" if rate < 20 else f"{rate:,.0f}"
        axes.text(rate * 1.25, y, text, va="center", size=9, color=INK)
    axes.set_xscale("log")
    axes.set(xlim=(1, 1.2e5), ylim=(0.4, len(ROWS) + 0.6),
             yticks=[len(ROWS) - i for i in range(len(ROWS))],
             xlabel="tokens for one second")
    axes.set_yticklabels([row[0] for row in ROWS], size=9)
    for tick, row in zip(axes.get_yticklabels(), ROWS):
        tick.set_color(row[2])
    axes.tick_params(axis="y", length=0)
    axes.axhline(4.5, color=MUTED, lw=0.6, ls=":")
    axes.axhline(len(ROWS) - 0.5, color=MUTED, lw=0.6, ls=":")
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    save(figure, __file__)


if __name__ == "__main__":
    main()

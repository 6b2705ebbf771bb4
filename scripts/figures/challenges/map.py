"""Tokens and cache memory of one item of each kind, and why it matters."""

from style import IMAGE, MUTED, SOUND, TEXT, VIDEO, plt, save

KIB = 512  # of keys and values a token, for the 32-layer model of the text


def main() -> None:
    items = (
        ("One question\nof 30 words", 40, TEXT),
        ("One picture\n336 × 336", 576, IMAGE),
        ("One minute\nof sound", 3000, SOUND),
        ("One minute of\nvideo, 1 frame/s", 34560, VIDEO),
    )
    figure, axes = plt.subplots(figsize=(6.8, 2.6))
    for row, (_, tokens, color) in enumerate(items):
        axes.barh(row, tokens, color=color, alpha=0.75, height=0.62)
        mib = tokens * KIB / 1024
        size = f"{mib:.0f} MiB" if mib < 1024 else f"{mib / 1024:.1f} GiB"
        axes.text(tokens * 1.15, row, f"{tokens:,} tokens, {size}",
                  va="center", size=9.5)
    axes.set(xscale="log", xlim=(10, 1_000_000), ylim=(3.55, -0.55),
             yticks=range(4), yticklabels=[item[0] for item in items],
             xlabel="tokens in the language model (10 times more at each line)")
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x")
    axes.set_axisbelow(True)
    axes.text(1_000_000, -0.45, "memory: keys and values\nat 512 KiB a token",
              ha="right", va="top", size=9, color=MUTED)
    axes.minorticks_off()
    save(figure, __file__)

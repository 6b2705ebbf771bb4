"""Two cones that match perfectly and never meet."""

import numpy as np
from style import FAINT, INK, MUTED, SOUND, TEXT, WIDTH, plt, save

from mmbook.key_concepts import cones


def main() -> None:
    figure, (left, right) = plt.subplots(
        1, 2, figsize=(WIDTH, 2.9), width_ratios=(1, 1.6))
    turn = np.linspace(0, 2 * np.pi, 120)
    left.plot(np.cos(turn), np.sin(turn), color=FAINT, lw=1)
    z = np.array((-0.95, -0.2, 0.35, 0.85))
    for sign, color, mark, name in ((1, TEXT, "o", "captions"),
                                    (-1, SOUND, "^", "sounds")):
        spots = np.stack([z, np.full(4, 2.0 * sign)]) / np.hypot(z, 2)
        for x, y in spots.T:
            left.plot([0, x], [0, y], color=color, lw=0.8, alpha=0.5)
        left.plot(*spots, mark, color=color, ms=6, ls="none")
        left.text(0, 1.22 * sign, name, color=color, ha="center",
                  va="center", weight="bold")
    for x, y in (np.stack([z, np.full(4, 2.0)]) / np.hypot(z, 2)).T:
        left.plot([x, x], [y, -y], color=MUTED, lw=0.8, ls=":")
    left.set(aspect="equal", xlim=(-1.1, 1.1), ylim=(-1.4, 1.4))
    left.axis("off")

    u, v = cones()
    cross, same = u @ v.T, u @ u.T
    apart = ~np.eye(len(u), dtype=bool)
    bins = np.linspace(-1, 1, 81)
    for values, color, hatch in ((cross[apart], SOUND, "////"),
                                 (same[apart], TEXT, "")):
        share = np.histogram(values, bins)[0] / values.size
        right.stairs(share, bins, fill=not hatch, color=color, alpha=0.75,
                     hatch=hatch)
    right.plot([-0.6, -0.6], [0, 0.2], color=INK, lw=2)
    right.text(-0.56, 0.198, "caption and its own sound:\nalways −0.6",
               va="top")
    right.text(-0.8, 0.275, "caption and\nanother’s sound", color=SOUND,
               ha="center", va="bottom")
    right.text(0.8, 0.275, "caption and\nanother caption", color=TEXT,
               ha="center", va="bottom")
    right.set(xlabel="cosine", ylabel="share of pairs", yticks=[],
              xlim=(-1.22, 1.16), ylim=(0, 0.34))
    save(figure, __file__)


if __name__ == "__main__":
    main()

"""Two directions that the sounds and the clips of Quartet share."""

import numpy as np
from mmbook.cross_modal_learning import cca, correlations
from mmbook.cross_modal_runs import quartet_views
from mmbook.quartet import SIZES
from style import ACCENT, FAINT, INK, MUTED, PAPER, SOUND, VIDEO, plt, save

GROUPS = (
    ("size", {name: (name,) for name in SIZES}),
    ("motion", {"up": ("up",), "shrink": ("shrink",), "down": ("down",),
                "grow": ("grow",),
                "other": ("still", "left", "right", "bounce")}),
)
STYLES = (("o", VIDEO), ("^", ACCENT), ("s", INK), ("D", SOUND),
          ("x", MUTED))


def main():
    V, S, factors = quartet_views(range(1200))
    A, B, _ = cca(V[:800], S[:800], k=2, ridge=0.01)
    rho = correlations(V[800:], S[800:], A, B)
    u, v = V[800:1000] @ A, S[800:1000] @ B
    u, v = (z / z.std(axis=0) for z in (u, v))
    for j, (factor, groups) in enumerate(GROUPS):
        # The sign of a direction is arbitrary: let the first group be up.
        first = np.isin(factors[factor][800:1000], next(iter(groups.values())))
        up = np.sign(u[first, j].mean())
        u[:, j], v[:, j] = up * u[:, j], up * v[:, j]
    figure, panels = plt.subplots(1, 2, figsize=(6.8, 3.3))
    for j, (axes, (factor, groups)) in enumerate(zip(panels, GROUPS)):
        values = np.asarray(factors[factor])[800:1000]
        for (name, members), (marker, color) in zip(groups.items(), STYLES):
            rows = np.isin(values, members)
            axes.plot(v[rows, j], u[rows, j], marker, color=color, ms=4.5,
                      mfc="none" if marker in "osD" else color, label=name,
                      mew=1, lw=0)
        axes.set(title=f"pair {j + 1}: correlation {rho[j]:.2f}",
                 xlabel="direction in the sound")
        axes.legend(title=factor, loc="upper left", handletextpad=0.2,
                    frameon=True, facecolor=PAPER, edgecolor="none",
                    framealpha=1)
        axes.axhline(0, color=FAINT, lw=0.6, zorder=0)
        axes.axvline(0, color=FAINT, lw=0.6, zorder=0)
    panels[0].set_ylabel("direction in the clip")
    save(figure, __file__)


if __name__ == "__main__":
    main()

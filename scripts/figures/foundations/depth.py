"""Size of signal and gradient by depth, for three initializations."""

import numpy as np
from mmbook.deep_learning_fundamentals import signal
from style import IMAGE, INK, MUTED, SOUND, TEXT, plt, save

D, L = 256, 50
KINDS = (("0.01", 0.01**2 * D / 2, IMAGE, ":", "s"),
         ("Xavier", 0.5, SOUND, "-.", "^"), ("He", 1.0, INK, "-", "o"))


def main() -> None:
    figure, panels = plt.subplots(2, 2, figsize=(6.8, 5.0), sharex=True,
                                  sharey=True)
    layers = np.arange(L + 1)
    for column, residual in enumerate((False, True)):
        for name, gain, color, line, marker in KINDS:
            both = signal(gain, L=L, D=D, residual=residual)
            for axes, sizes in zip(panels[:, column], both):
                axes.plot(layers, sizes, ls=line, marker=marker, color=color,
                          markevery=10, ms=4.5)
        title = "with residual connections" if residual else "plain"
        panels[0, column].set_title(title)
        panels[1, column].set_xlabel("layer")
    for axes, sizes in zip(panels[:, 1], signal(1.0, L=L, D=D, residual=True,
                                                norm=True)):
        axes.plot(layers, sizes, "--D", color=TEXT, markevery=10, ms=4.5)
    for axes in panels.flat:
        axes.set(yscale="log", ylim=(1e-12, 1e12),
                 yticks=[10.0**k for k in range(-12, 13, 6)])
        axes.axhline(1, color=MUTED, lw=0.5)
    panels[0, 0].set_ylabel("signal (RMS)")
    panels[1, 0].set_ylabel("gradient (RMS)")
    handles = [plt.Line2D([], [], color=c, ls=line, marker=m, ms=4.5)
               for _, _, c, line, m in KINDS]
    handles.append(plt.Line2D([], [], color=TEXT, ls="--", marker="D", ms=4.5))
    figure.legend(handles, ["std 0.01", "Xavier", "He", "He, block normalized"],
                  loc="outside lower center", ncols=4)
    save(figure, __file__)


if __name__ == "__main__":
    main()

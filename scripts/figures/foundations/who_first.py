"""Six networks on early and on late recordings."""

import json

from style import INK, MUTED, ROOT, SOUND, plt, save

RECORD = ROOT / "docs" / "foundations" / "labs" / "architectures.json"


def main():
    found = json.loads(RECORD.read_text())["results"]["who_first"]
    figure, axes = plt.subplots(figsize=(6.8, 3.3))
    for y, r in enumerate(found.values()):
        for key, marker, face, up in (("early", "o", INK, 0.14),
                                      ("late", "D", "none", -0.14)):
            axes.plot([r[key]["low"], r[key]["high"]], [up - y] * 2, "-",
                      color=SOUND, lw=1.2)
            axes.plot(r[key]["mean"], up - y, marker, color=INK, mfc=face,
                      ms=6, ls="none",
                      label=f"{key} recordings" if y == 0 else None)
    axes.axvline(0.5, color=MUTED, lw=0.8, ls="--")
    axes.annotate("chance", (0.5, -5.6), xytext=(4, 0), color=MUTED,
                  textcoords="offset points", fontsize=9)
    axes.set(xlabel="share right: mean and range of three runs",
             xlim=(-0.02, 1.02), ylim=(-5.8, 0.6),
             yticks=[-y for y in range(len(found))],
             yticklabels=[f"{n} ({r['weights']:,})"
                          for n, r in found.items()])
    axes.grid(axis="y")
    axes.legend(loc="upper left", bbox_to_anchor=(0, 1.16), ncols=2)
    save(figure, __file__)


if __name__ == "__main__":
    main()

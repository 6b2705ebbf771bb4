"""How much data and how many parameters, from the timeline's own numbers."""

from mmbook.history_and_evolution import timeline
from style import FAINT, IMAGE, INK, MUTED, TEXT, plt, save

PANELS = (("pairs", "training pairs in the data", TEXT, "o"),
          ("parameters", "parameters of the model", IMAGE, "s"))
# Names that would lie on others: (points right, points up, alignment).
PLACES = {"COCO Captions": (6, -5, "left"), "CLIP": (6, -3, "left"),
          "ALIGN": (-6, 2, "right"), "DALL·E": (6, -10, "left"),
          "LAION-5B": (-6, 1, "right"), "DataComp": (-6, 4, "right"),
          "A hundred billion pairs": (-6, 3, "right"),
          "HowTo100M": (-7, 0, "right"),
          "A million captioned photographs": (-4, -13, "left"),
          "Conceptual Captions": (6, -2, "left"),
          "A deep network wins on ImageNet": (0, 8, "left"),
          "Flamingo": (-6, 2, "right"), "PaLM-E": (-6, 2, "right"),
          "Chameleon": (-6, -1, "right"), "Movie Gen": (-4, 6, "left"),
          "Qwen2.5-Omni": (-6, -3, "right"),
          "Qwen3-Omni": (6, -4, "left"),
          "LongCat-Flash-Omni": (6, -5, "left"),
          "Kimi K3": (-6, 2, "right"),
          "MiniCPM-o 4.5": (8, -17, "right")}
SHORT = {"A million captioned photographs": "Im2Text",
         "A deep network wins on ImageNet": "AlexNet",
         "A hundred billion pairs": "100 billion",
         "LongCat-Flash-Omni": "LongCat"}


def when(event):
    year, _, month = str(event["date"]).partition("-")
    return int(year) + (int(month) - 0.5) / 12 if month else int(year) + 0.5


def main():
    figure, panels = plt.subplots(1, 2, figsize=(6.8, 3.3))
    for axes, (key, title, color, mark) in zip(panels, PANELS):
        for event in timeline():
            if key not in event:
                continue
            name = event["title"]
            axes.plot(when(event), event[key], mark, color=color, ms=5.5)
            dx, dy, ha = PLACES.get(name, (6, 3, "left"))
            if key == "parameters" and name == "DALL·E":
                dx, dy, ha = -6, 2, "right"
            axes.annotate(SHORT.get(name, name), (when(event), event[key]),
                          (dx, dy), textcoords="offset points", ha=ha,
                          size=9, color=INK)
        axes.set_yscale("log")
        axes.set_title(title)
        axes.grid(axis="y", color=FAINT)
        axes.set_axisbelow(True)
        axes.minorticks_off()
        axes.tick_params(colors=MUTED, labelcolor=INK)
    panels[0].set(xlim=(2010.4, 2029), ylim=(3e5, 3e11))
    panels[1].set(xlim=(2010.4, 2029), ylim=(2e7, 1e13))
    panels[0].set_yticks([1e6, 1e7, 1e8, 1e9, 1e10, 1e11],
                         ["1 million", "10", "100", "1 billion", "10", "100"])
    panels[1].set_yticks([1e8, 1e9, 1e10, 1e11, 1e12, 1e13],
                         ["100 million", "1 billion", "10", "100",
                          "1 trillion", "10"])
    for axes in panels:
        axes.set_xticks([2012, 2016, 2020, 2024])
    save(figure, __file__)


if __name__ == "__main__":
    main()

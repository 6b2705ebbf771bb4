"""The timeline, drawn from docs/introduction/timeline.yml: each event is a
column with a mark for each modality, under the five eras."""

from mmbook.history_and_evolution import timeline
from style import (ACCENT, FAINT, INK, MARKERS, MODALITY, MUTED,
                   box, canvas, label, save)

ERAS = ((1954, "people", "machines"),
        (1980, "features made\nby hand", "features"),
        (2011, "features\nlearned", "data"),
        (2019, "learn once,\nuse often", "compute"),
        (2022, "one model,\nmany senses", "tests"))
LEFT, RIGHT, TOP, LANE = 44, 484, 58, 24


def main():
    events = timeline()
    years = [int(str(event["date"])[:4]) for event in events]
    gap = 7  # points between eras
    step = (RIGHT - LEFT - gap * (len(ERAS) - 1)) / len(events)
    starts = [era[0] for era in ERAS]
    era = [sum(year >= start for start in starts) - 1 for year in years]
    x = [LEFT + (i + 0.5) * step + gap * e for i, e in enumerate(era)]
    figure, axes = canvas(3.1)
    lanes = {name: TOP + LANE * (row + 0.5)
             for row, name in enumerate(MODALITY)}
    for name, y in lanes.items():
        axes.plot((LEFT, RIGHT), (y, y), color=FAINT, lw=0.8)
        label(axes, LEFT - 8, y, name, MODALITY[name], ha="right",
              weight="bold")
    for at, event in zip(x, events):
        ys = sorted(lanes[m] for m in event["modalities"])
        axes.plot((at, at), (ys[0], ys[-1]), color=MUTED, lw=1)
        for m in event["modalities"]:
            axes.plot(at, lanes[m], MARKERS[m], color=MODALITY[m], ms=4.3,
                      mew=0)
    bottom = TOP + 4 * LANE
    for number, (start, name, short) in enumerate(ERAS):
        mine = [at for at, e in zip(x, era) if e == number]
        a, b = mine[0] - step / 2, mine[-1] + step / 2
        middle = (a + b) / 2
        box(axes, a, TOP - 4, b - a, 4 * LANE + 8, color=FAINT, fill=0,
            radius=3)
        label(axes, middle, 24 if "\n" in name else 30, name, INK, 9)
        label(axes, middle, 46, f"{ERAS[number + 1][0] - start} years"
              if number < 4 else f"since {start}", MUTED, 9)
        wide = 54 if number else 50
        left = middle - wide / 2 - 5 * (not number)
        box(axes, left, bottom + 42, wide, 18, short, ACCENT, fill=0.12,
            size=9)
    before = None
    for at, year in zip(x, years):
        if year in (1954, 1980, 1997, 2011, 2015, 2019, 2022, 2024, 2026) \
                and year != before:
            axes.plot((at, at), (bottom + 4, bottom + 8), color=MUTED, lw=1)
            label(axes, at, bottom + 17, str(year), MUTED, 9)
        before = year
    label(axes, 2, bottom + 32, "what ran short:", MUTED, 9, ha="left")
    save(figure, __file__)


if __name__ == "__main__":
    main()

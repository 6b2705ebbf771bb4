"""docs/introduction/timeline.yml becomes an ordered list, with its citations,
where a page says `<!-- timeline -->`. The file says what an entry holds."""

import html
import re
from pathlib import Path

import yaml
from mkdocs.plugins import event_priority
from problems import report

SOURCE = "docs/introduction/timeline.yml"
PLACE = "<!-- timeline -->"
NEEDED = ("date", "title", "modalities", "what", "cite")
MODALITIES = ("text", "image", "sound", "video")
NUMBERS = {"pairs": "training pairs", "parameters": "parameters"}
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # C: ten times as fast
events = []


def on_config(config):
    """Read the entries, so that their faults are one line each."""
    events.clear()
    path = Path(config.docs_dir) / "introduction" / "timeline.yml"
    if not path.exists():
        return
    text = path.read_text(encoding="utf-8")
    try:
        entries = yaml.load(text, LOADER) or []
        nodes = yaml.compose(text, LOADER)
    except yaml.MarkedYAMLError as error:
        return report(SOURCE, error.problem_mark.line + 1, "not valid YAML",
                      "Quote values that contain a colon")
    bib = (Path(config.config_file_path).parent / config.plugins[
        "bibtex"].config.bib_file).read_text("utf-8")
    keys, last = set(re.findall(r"^@\w+\{\s*([^,\s]+)", bib, re.M)), ""
    for entry, node in zip(entries, nodes.value if nodes else []):
        if found := fault(entry, keys, last):
            report(SOURCE, node.start_mark.line + 1, *found)
        else:
            last = str(entry["date"])
            events.append(entry)


def fault(entry, keys, last):  # what is wrong and how to mend it, or None
    if missing := [n for n in NEEDED if not entry.get(n)]:
        return f"entry lacks {', '.join(missing)}", "Add it"
    name, date = f"“{entry['title']}”", str(entry["date"])
    if not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2]))?", date):
        return f"{name} has the date {date}", "Write YYYY or YYYY-MM"
    if date[:len(last)] < last[:len(date)]:
        return f"{name} ({date}) stands after {last}", "Sort by date"
    if unknown := [m for m in entry["modalities"] if m not in MODALITIES]:
        return (f"{name} has the modality {unknown[0]}",
                "Choose from " + ", ".join(MODALITIES))
    if entry["cite"] not in keys:
        return (f"{name} cites `{entry['cite']}`, which is unknown",
                "Add its entry to references.bib")


@event_priority(100)  # before citations are resolved
def on_page_markdown(markdown, page, config, files):
    return markdown.replace(PLACE, '<ol class="timeline" markdown="1">\n'
                            + "\n".join(map(item, events)) + "\n</ol>")


def item(event):
    marks = " ".join(f'<span class="badge" data-mm="{m}">{m}</span>'
                     for m in MODALITIES if m in event["modalities"])
    words = html.escape(event["what"]) + "".join(
        f" {large(event[k])} {name}." for k, name in NUMBERS.items()
        if k in event)
    uses, date = " ".join(event["modalities"]), str(event["date"])
    return (f'<li markdown="span" data-modalities="{uses}"><time '
            f'datetime="{date}">{date[:4]}</time> <b>'
            f'{html.escape(event["title"])}.</b> {words} '
            f'[@{event["cite"]}] {marks}</li>')


def large(n):
    for size, name in ((1e12, "trillion"), (1e9, "billion")):
        if n >= size:
            return f"{n / size:g} {name}"
    return f"{n / 1e6:g} million"

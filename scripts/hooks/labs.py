"""Labs look like chapters.

mkdocs-jupyter makes pages of the executed notebooks and offers them for
download. Here their cells become Markdown, so that they go through the
same citations, maths, figures and theme as every other page, and weigh what
their content weighs.
"""

import base64
import datetime
import json
import logging
import posixpath
import re
from pathlib import Path

from mkdocs.plugins import event_priority
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page
from problems import report

# It says a line for each lab, at each build.
logging.getLogger("mkdocs.plugins.mkdocs_jupyter").setLevel(logging.WARNING)
PICTURES = {"image/svg+xml": "svg", "image/png": "png"}
ANSI = re.compile(r"\x1b\[[0-9;]*m")
COLAB = "https://colab.research.google.com/github/"


def is_lab(file):
    return file.src_uri.endswith(".ipynb") and "/labs/" in file.src_uri


def text(value):
    return "".join(value) if isinstance(value, list) else str(value)


def shown(notebook):
    """The cells that the page shows: neither tests nor the installation."""
    for number, cell in enumerate(notebook["cells"]):
        if not {"test", "skip-execution"} & {*cell["metadata"].get("tags", [])}:
            yield number, cell


def pictures(notebook):
    """(name, bytes, metadata) of each picture among the outputs."""
    for number, cell in shown(notebook):
        for place, output in enumerate(cell.get("outputs", [])):
            data = output.get("data", {})
            for kind, ending in PICTURES.items():
                if kind in data:
                    raw = text(data[kind])
                    content = (raw.encode() if ending == "svg"
                               else base64.b64decode(raw))
                    yield ((number, place), f"output-{number}-{place}"
                           f".{ending}", content, output.get("metadata", {}))
                    break


def on_files(files, config):
    """Pictures of executed labs become files of the site."""
    for file in [f for f in files if is_lab(f)]:
        try:
            notebook = json.loads(file.content_string)
        except ValueError as error:
            report(f"docs/{file.src_uri}", None,
                   f"not a notebook: {error}", "Write it anew: make labs")
            continue
        folder = posixpath.splitext(file.src_uri)[0]
        for _, name, content, _ in pictures(notebook):
            files.append(File.generated(config, f"{folder}/{name}",
                                        content=content))
    return files


@event_priority(-100)
def on_pre_page(page, config, files):
    """Give a lab page its Markdown, and MkDocs' own renderer."""
    if is_lab(page.file):
        page.read_source = lambda config: _read(page, config)
        page.render = Page.render.__get__(page, Page)
        if page.edit_url:
            page.edit_url = page.edit_url.removesuffix("ipynb") + "py"
    return page


def _read(page, config):
    notebook = json.loads(page.file.content_string)
    slug = posixpath.splitext(posixpath.basename(page.file.src_uri))[0]
    path = Path(page.file.abs_src_path).with_suffix(".json")
    record = json.loads(path.read_text("utf-8")) if path.exists() else None
    if record is None:
        report(f"docs/{page.file.src_uri}", None, "lab without its record "
               f"{slug}.json", f"Run it: make labs LAB={slug}")
    body = as_markdown(notebook, slug)
    heading = re.search(r"^# (.+)$", body, re.M)
    first = re.search(r"^(?![#!\[<`\s])(.+?)(?:\n\s*\n|\Z)",
                      body[heading.end():] if heading else body, re.S | re.M)
    plain = first[1] if first else ""
    plain = re.sub(r" *\[[^\]]*@[^\]]*\]|[*`$\\]", "", plain)
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", plain)
    sentences = re.split(r"(?<=[.?])\s+", re.sub(r"\s+", " ", plain).strip())
    page.meta = {
        "title": heading[1] if heading else slug,
        "description": " ".join(sentences[:2]),
        "reviewed": record["date"] if record else "",
        "kind": "lab",
    }
    if page.meta["reviewed"]:
        page.meta["reviewed"] = datetime.date.fromisoformat(
            page.meta["reviewed"][:10])
    page.title = page.meta["title"]
    page.markdown = (body[:heading.end()] + box(page, config, record)
                     + body[heading.end():]) if heading else body


def box(page, config, record):
    """What the lab costs, and where to get it."""
    name = posixpath.basename(page.file.src_uri)
    links = [f'<a href="{name}" download>Download the notebook</a>']
    match = re.match(r"https://github\.com/(.+?)/?$", config.repo_url or "")
    if match:
        links.append(f'<a href="{COLAB}{match[1]}/blob/main/docs/'
                     f'{page.file.src_uri}">Open in Colab</a>')
    facts = ""
    if record:
        facts = (f"Recorded on {record['date'][:10]}: "
                 f"{round(record['seconds'])} seconds and "
                 f"{round(record['peak_mb'])} MB on {record['machine']}. ")
    return f'\n\n<p class="lab-box">{facts}{" · ".join(links)}</p>\n\n'


def as_markdown(notebook, slug):
    """The notebook as one Markdown text."""
    found = {place: (name, meta)
             for place, name, _, meta in pictures(notebook)}
    parts = []
    for number, cell in shown(notebook):
        if cell["cell_type"] == "raw":
            continue
        source = text(cell["source"]).strip()
        if cell["cell_type"] == "markdown":
            parts.append(source)
            continue
        if source:
            parts.append(fence(source, "python"))
        for place, output in enumerate(cell.get("outputs", [])):
            if (number, place) in found:
                name, meta = found[number, place]
                alt = " ".join(meta.get("alt", "").split())
                parts.append(f"![{alt}]({slug}/{name})")
                if meta.get("caption"):
                    parts.append(f"/// figure\n{meta['caption']}\n///")
            elif output["output_type"] == "stream":
                parts.append(fence(text(output["text"]), "text"))
            elif "text/plain" in output.get("data", {}) and not {
                    "application/json", "text/html"} & set(output["data"]):
                parts.append(fence(text(output["data"]["text/plain"]),
                                   "text"))
    return "\n\n".join(parts) + "\n"


def fence(code, language):
    code = ANSI.sub("", code).rstrip("\n")
    ticks = "`" * max(3, 1 + max(map(len, re.findall("`+", code)), default=0))
    return f"{ticks}{language}\n{code}\n{ticks}"

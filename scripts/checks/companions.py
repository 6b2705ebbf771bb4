"""What stands beside the pages: glossary, figures and their scripts, labs."""

import json
import re

import labs
import yaml

from .book import Problem, read

GLOSSARY = "docs/resources/glossary.yml"


def check_glossary(root):
    """In order, each form once, definitions that are sentences."""
    path = root / GLOSSARY
    try:
        tree = yaml.compose(read(path)) if path.exists() else None
        entries = yaml.safe_load(read(path)) if tree else []
    except yaml.YAMLError:
        return []  # the build says so
    found, seen, before = [], {}, ""
    for node, entry in zip(tree.value if tree else [], entries):
        line = node.start_mark.line + 1
        name = str(entry.get("term") or "")
        meaning = str(entry.get("definition") or "")
        if not (name and meaning):
            continue  # the build says so
        if meaning[-1] not in ".?":
            found.append(Problem(GLOSSARY, line, f"the definition of “{name}” "
                                 "does not end with a period",
                                 "Write one or two sentences"))
        if name.casefold() < before.casefold():
            found.append(Problem(GLOSSARY, line, f"“{name}” stands after "
                                 f"“{before}”", "Sort the terms"))
        before = max(before, name, key=str.casefold)
        forms = [name, entry.get("abbreviation"), *entry.get("also", [])]
        for form in {str(f).casefold() for f in forms if f}:
            if seen.setdefault(form, name) != name:
                found.append(Problem(GLOSSARY, line, f"“{form}” stands for "
                                     f"“{seen[form]}” and for “{name}”",
                                     "Keep it with one term"))
    return found


def check_figures(root):
    """Each committed SVG has a script (or lab) and each script its SVG."""
    found, scripts = [], root / "scripts" / "figures"
    for path in sorted(root.glob("docs/*/figures/*.svg")):
        section = path.parent.parent.name
        own = path.stem.replace("-", "_")
        sources = [*scripts.glob(f"{section}/*.py"),
                   *root.glob(f"docs/{section}/labs/*.py")]
        if not any(s.stem == own or s.stem == path.stem
                   or re.search(rf"[\"']{path.stem}(\.svg)?[\"']", read(s))
                   for s in sources):
            found.append(Problem(
                path.relative_to(root).as_posix(), 1, "no script draws it",
                f"Write scripts/figures/{section}/{own}.py"))
    for path in sorted(scripts.glob("*/*.py")):
        folder = root / "docs" / path.parent.name / "figures"
        names = {path.stem.replace("_", "-"),
                 *re.findall(r"[\"']([a-z0-9-]+)[\"']", read(path))}
        if not any((folder / f"{name}.svg").exists() for name in names):
            found.append(Problem(
                path.relative_to(root).as_posix(), 1,
                "the figure it draws is not there",
                f"Run python scripts/draw.py {path.parent.name}/{path.stem}"))
    return found


def check_labs(root):
    """Executed copies match their sources, records are fresh and in budget."""
    found = []
    for lab in labs.find(root):
        for line in labs.check(lab, root):
            where, what, mend = re.fullmatch(
                r"(\S+?(?::\d+)?): (.*?)(?:; (.*))?", line).groups()
            path, _, number = where.partition(":")
            mend = mend or "Run it again: make labs"
            found.append(Problem(path, int(number or 1), what,
                                 mend[0].upper() + mend[1:]))
        found += errors(root, lab.with_suffix(".ipynb"))
    return found


def errors(root, path):
    """Cells that ended in an error."""
    if not path.exists():
        return
    for number, cell in enumerate(json.loads(read(path))["cells"]):
        for output in cell.get("outputs", []):
            if output["output_type"] == "error":
                yield Problem(path.relative_to(root).as_posix(), 1,
                              f"cell {number} ends in {output.get('ename')}",
                              f"Mend {path.stem}.py, then make labs "
                              f"LAB={path.stem}")

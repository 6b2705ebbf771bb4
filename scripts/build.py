"""Build the site strictly and say what it weighs (`make build`).

Prints the seconds, the number of pages, the size of the site and its largest
pages; each warning is one line, and with any of them the exit code is 1.
"""

import argparse
import gzip
import logging
import os
import sys
import time
from pathlib import Path

for name in "NO_MKDOCS_2_WARNING", "NBCONVERT_DISABLE_CONFIG_EXPORTERS":
    os.environ.setdefault(name, "1")  # as in the Makefile
ROOT = Path(__file__).resolve().parents[1]


def build(config_file, site=None):
    """Build once; the list of warnings and the folder of the site."""
    from mkdocs.commands.build import build as build_site
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort, BuildError

    warnings = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: warnings.append(record.getMessage())
    log = logging.getLogger("mkdocs")
    log.addHandler(handler)
    before, log.level = log.level, logging.WARNING
    try:
        options = {"site_dir": str(site)} if site else {}
        config = load_config(str(config_file), strict=True, **options)
        config.plugins.on_startup(command="build", dirty=False)
        build_site(config)
        config.plugins.on_shutdown()
    except (Abort, BuildError) as error:
        if not warnings:
            warnings.append(" ".join(str(error).split()))
    finally:
        log.removeHandler(handler)
        log.level = before
    return warnings, Path(site or config.site_dir)


def weigh(site):
    """(path, bytes, compressed bytes) of each page, largest first."""
    rows = []
    for path in Path(site).rglob("*.html"):
        data = path.read_bytes()
        rows.append((path.relative_to(site).as_posix(), len(data),
                     len(gzip.compress(data, 9, mtime=0))))
    return sorted(rows, key=lambda row: (-row[2], row[0]))


def table(rows):
    lines = [f"{'gzip kB':>8}  {'kB':>7}  page"]
    for name, size, small in rows:
        name = name.removesuffix("index.html") or "(home)"
        lines.append(f"{small / 1000:8.1f}  {size / 1000:7.1f}  {name}")
    return "\n".join(lines)


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--config", default=ROOT / "mkdocs.yml", type=Path)
    parser.add_argument("--site", type=Path, help="where to build to")
    options = parser.parse_args(arguments)
    began = time.perf_counter()
    warnings, site = build(options.config, options.site)
    seconds = time.perf_counter() - began
    if warnings:
        print("\n".join(warnings), file=sys.stderr)
        many = "1 warning" if len(warnings) == 1 else f"{len(warnings)} warnings"
        print(f"not built: {many}", file=sys.stderr)
        return 1
    rows = weigh(site)
    total = sum(p.stat().st_size for p in site.rglob("*") if p.is_file())
    print(f"{seconds:.1f} s, {len(rows)} pages, {total / 1e6:.1f} MB\n")
    print(table(rows[:10]))
    return 0


if __name__ == "__main__":
    sys.exit(main())

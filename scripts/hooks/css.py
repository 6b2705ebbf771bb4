"""One style sheet, holding the rules that some page uses.

A build puts the book's sheet into Material's file and leaves out the rules for
classes and ids that no page and no script names, and those for writing from
right to left. `mkdocs serve` leaves all as it is.
"""

import re
from pathlib import Path

import tinycss2

LINK = re.compile(r' *<link rel="stylesheet" href="[^"]*assets/'
                  r'(?:stylesheets/palette|css/book)[^"]*\.css">\n?')
NAMED = re.compile(r'\b(?:class|className|id)\W{1,3}"([^"]*)"')
QUOTED = re.compile(r"""["'`.# ]([\w-]+)""")
serving = False


def on_startup(command, dirty):
    global serving
    serving = command == "serve"


def on_post_page(output, **_):
    return output if serving else LINK.sub("", output)


on_post_template = on_post_page  # the page of a missing address


def on_post_build(config):
    site = Path(config.site_dir)
    main = next(site.glob("assets/stylesheets/main.*.css"), None)
    if serving or main is None:
        return
    pages, scripts = (
        "\n".join(path.read_text("utf-8") for path in site.rglob(kind))
        for kind in ("*.html", "*.js"))
    names = set(re.findall(r"[\w-]+", " ".join(NAMED.findall(pages))))
    names.update(QUOTED.findall(scripts))
    book = (site / "assets/css/book.css").read_text("utf-8")
    sheet = kept(tinycss2.parse_stylesheet(
        main.read_text("utf-8") + book, True, True), names)
    main.write_text(sheet, "utf-8", newline="\n")


def kept(rules, names):
    """The text of the rules whose classes and ids are among the names."""
    out = []
    for rule in rules:
        content = rule.content and tinycss2.serialize(rule.content).strip()
        selectors = tinycss2.serialize(rule.prelude)
        if rule.type == "qualified-rule":
            selectors = ",".join(
                s for s in re.split(r",(?![^(\[]*[)\]])", selectors)
                if "[dir=rtl]" not in s and names.issuperset(re.findall(
                    r"[.#]([\w-]+)", re.sub(r"[\[(].*?[\])]", "", s)))).strip()
        elif rule.lower_at_keyword == "media":
            inner = tinycss2.parse_rule_list(content, True, True)
            content = kept(inner, names)
            selectors = f"@media{selectors}"
        else:
            out.append(rule.serialize())
            continue
        if selectors and content:
            out.append(f"{selectors}{{{content}}}")
    return "".join(out)

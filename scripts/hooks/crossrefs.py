"""Links with empty text name what they point at.

`[](#fig-gap)` reads "Figure 3", `[](#lst-loss)` "Listing 2", `[](#tbl-x)`
"Table 1", `[](#eq-loss)` "Equation (4)": nobody types a number.
"""

import re

from mkdocs.plugins import event_priority
from problems import line_of, report, source
from spans import inside_prose

EMPTY = re.compile(r"(?<!!)\[\]\(#([\w:-]+)\)")
LINK = re.compile(r'<a class="ref" href="#([\w:-]+)"></a>')
CAPTION = re.compile(
    r'<figure\b[^>]*\bid="([^"]+)"[^>]*>(?:(?!</figure>).)*?'
    r'<span class="caption-prefix">(\w+ \d+)\.</span>', re.S)
EQUATION = re.compile(
    r'<div class="equation" id="([^"]+)">(?:(?!</div>).)*?'
    r'<span class="equation-number">(\(\d+\))</span>', re.S)


def on_page_markdown(markdown, page, config, files):
    """Make raw links of them: their targets exist only after the build."""
    return inside_prose(link, markdown)


def link(text):
    return EMPTY.sub(r'<a class="ref" href="#\1"></a>', text)


@event_priority(-10)
def on_page_content(content, page, config, files):
    names = dict(CAPTION.findall(content))
    names |= {i: f"Equation {n}" for i, n in EQUATION.findall(content)}

    def fill(match):
        target = match[1]
        if target not in names:
            report(source(page), line_of(page, f"[](#{target})"),
                   f"reference to `#{target}`, which is no numbered figure, "
                   "table, listing or equation of this page",
                   f"Known here: {', '.join(sorted(names)) or 'none'}")
            return f"<em>{target}</em>"
        return f'<a class="ref" href="#{target}">{names[target]}</a>'

    return LINK.sub(fill, content)

"""LaTeX in the source becomes MathML in the page, at build.

A display with `\\label{eq-name}` is numbered and can be referred to with
`[](#eq-name)`. A formula that does not parse is reported with its line.
"""

import html
import re

from math_core import LatexError, LatexToMathML
from problems import line_of, report, source

FORMULA = re.compile(
    r'<span class="arithmatex">\\\((?P<inline>.*?)\\\)</span>'
    r'|<div class="arithmatex">\s*\\\[(?P<display>.*?)\\\]\s*</div>', re.S)
LABEL = re.compile(r"\\label\{([\w:-]+)\}")
converter = LatexToMathML(fancy_error=False)


def mathml(latex, display=False):
    """MathML for one formula; raises LatexError if it does not parse."""
    return converter.convert_with_local_state(latex, displaystyle=display)


def on_page_content(content, page, config, files):
    numbers = iter(range(1, 1000))

    def convert(match):
        inline = match["inline"]
        latex = html.unescape(inline or match["display"] or "").strip()
        label = LABEL.search(latex)
        try:
            maths = mathml(LABEL.sub("", latex).strip(), inline is None)
        except LatexError as error:
            report(source(page), line_of(page, latex),
                   f"formula `{latex}` does not parse: "
                   f"{re.sub(r'^[0-9]+: ', '', str(error)).rstrip('.')}",
                   "Correct the LaTeX; what is understood is listed in "
                   "CONTRIBUTING.md")
            return f"<code>{html.escape(latex)}</code>"
        if inline is not None:
            return maths
        if not label:
            return f'<div class="equation">{maths}</div>'
        number = next(numbers)
        return (f'<div class="equation" id="{label[1]}">{maths}'
                f'<span class="equation-number">({number})</span></div>')

    return FORMULA.sub(convert, content)

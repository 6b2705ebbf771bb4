"""Code blocks are colored by Pygments' lexers, with few tags.

Only what assets/css/book.css gives a color becomes a span: a third of the
tags, and a fraction of the time, of the general formatter.
"""

import html
import keyword

from pygments.lexer import inherit
from pygments.lexers import PythonLexer, get_lexer_by_name
from pygments.token import STANDARD_TYPES, Text
from pygments.util import ClassNotFound

COLORED = {"k", "kn", "kd", "kc", "kr", "ow", "nt", "nf", "nc", "nd", "fm",
           "gp", "gr", "gt", "err"}
COMMENT_STRING_NUMBER = ("c", "s", "m")  # how their names begin


class QuickPython(PythonLexer):
    """Names, blanks and marks have no color; most of a program, they come
    first."""

    name, aliases = "Python", ["python"]
    tokens = {"root": [
        (rf"(?:(?!(?:{'|'.join(keyword.kwlist)}|__\w+__)\b)[^\W\d]\w*"
         r"(?!['\"\w])|[ ]|[()\[\]{},:=+*/%<>|&~^-]|\.(?!\d))+", Text),
        inherit]}


lexers = {"python": QuickPython(), "text": None}


def color(kind):
    """The class of a token, or none if the class has no color."""
    name = STANDARD_TYPES.get(kind) or STANDARD_TYPES[kind.parent]
    return name if (name in COLORED
                    or name.startswith(COMMENT_STRING_NUMBER)) else ""


def colored(code, language):
    """HTML of a program, with spans as Pygments' own formatter names them.

    Raises ClassNotFound for a language that Pygments does not know."""
    if language not in lexers:
        lexers[language] = get_lexer_by_name(language)
    if lexers[language] is None:
        return html.escape(code, quote=False)
    parts = []
    for kind, text in lexers[language].get_tokens(code):
        text, name = html.escape(text, quote=False), color(kind)
        parts.append(f'<span class="{name}">{text}</span>' if name else text)
    return "".join(parts)


def fence(source, language, css_class, options, md, **more):
    """What superfences asks for each block of code."""
    try:
        lines = colored(source + "\n", language or "text")
    except ClassNotFound:
        lines = colored(source + "\n", "text")
    return f'<div class="highlight"><pre><code>{lines}</code></pre></div>'


def on_config(config):
    config.mdx_configs["pymdownx.superfences"] = {"custom_fences": [
        {"name": "*", "class": "highlight", "format": fence}]}
    return config

"""Which parts of a Markdown page are prose, and which are code or maths."""

import re

# Code fences (also indented), code spans, display and inline maths, comments.
NOT_PROSE = re.compile(
    r"(?=[>`~<$]|^ )(?:"  # what one can begin with: three times as fast
    r"(?P<fence>^(?P<indent>[ >]*)(?P<ticks>```+|~~~+)[^\n]*\n.*?"
    r"^(?P=indent)(?P=ticks)[ \t]*$)"
    r"|(?P<comment><!--.*?-->)"
    r"|(?P<code>(?<!`)(?P<tick>`+)(?!`).+?(?<!`)(?P=tick)(?!`))"
    r"|(?P<display>(?<!\\)\$\$.+?\$\$)"
    r"|(?P<inline>(?<![\\$\w])\$(?=\S)(?:\\.|[^$\\\n]|\n(?!\s*\n))+?"
    r"(?<=\S)\$(?![\w$])))",
    re.S | re.M,
)


def outside_prose(function, markdown):
    """Apply `function` to each part that is not prose; leave the prose."""
    return NOT_PROSE.sub(lambda match: function(match.group()), markdown)


def inside_prose(function, markdown):
    """Apply `function` to each part that is prose; leave code and maths."""
    parts, end = [], 0
    for match in NOT_PROSE.finditer(markdown):
        parts += [function(markdown[end:match.start()]), match.group()]
        end = match.end()
    return "".join(parts) + function(markdown[end:])


def prose(markdown):
    """The page with code, maths and comments blanked out, lines kept."""
    return outside_prose(lambda part: re.sub(r"[^\n]", " ", part), markdown)

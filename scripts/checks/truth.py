"""Numbers are checked and sessions are run."""

import ast
import doctest
import json
import math
import os
import re
import sys

import numpy as np

from .book import Problem, labs, pages

COMMENT = re.compile(r"<!--(.*?)-->", re.S)
OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def check_checks(root):
    """Every `<!-- check: … -->` parses and is true."""

    def lab(slug):
        for path in root.glob(f"docs/*/labs/{slug}.json"):
            return json.loads(path.read_text(encoding="utf-8"))["results"]
        raise LookupError(f"no lab recorded as {slug}")

    found = []
    for page in pages(root) + labs(root):
        outside = {(fence.line, fence.line + fence.body.count("\n") + 1)
                   for fence in page.fences}
        for match in COMMENT.finditer(page.text):
            line = page.line(match.start())
            if any(a <= line <= b for a, b in outside):
                continue
            start = page.text.rfind("\n", 0, match.start()) + 1
            alone = not page.text[start:match.start()].strip()
            if not match[1].startswith(" check: ") or not alone:
                if re.match(r"\W*check\b", match[1], re.I):
                    found.append(page.problem(
                        match.start(), "malformed check",
                        "Write it on a line of its own: "
                        "<!-- check: 14 * 14 == 196 -->"))
                continue
            fault = judge(match[1].removeprefix(" check: ").strip(),
                          {"math": math, "np": np, "lab": lab})
            if fault:
                found.append(page.problem(match.start(), *fault))
    return found


def judge(expression, names):
    """None, or what is wrong with a check and how to mend it."""
    short = " ".join(expression.split())
    try:
        tree = ast.parse(f"({expression})", mode="eval").body
        result = eval(compile(ast.Expression(tree), "check", "eval"), names)
    except SyntaxError:
        return f"malformed check `{short}`", "Write one Python expression"
    except Exception as error:
        return (f"check `{short}` fails: {type(error).__name__}: {error}",
                "It may use math, np and lab")
    if isinstance(result, (bool, np.bool_)):
        if result:
            return None
        value = ""
        if isinstance(tree, ast.Compare):
            left = eval(compile(ast.Expression(tree.left), "check", "eval"),
                        names)
            value = f": its left side is {left}"
        return f"check `{short}` is false{value}", "Correct the number"
    return (f"check `{short}` is neither true nor false",
            "Compare with ==, < or abs(a - b) < tolerance")


class Runner(doctest.DocTestRunner):
    """Keeps what went wrong instead of printing it."""

    def __init__(self):
        super().__init__(verbose=False, optionflags=OPTIONS)
        self.wrong = []

    def report_failure(self, out, test, example, got):
        self.wrong.append((test.lineno + example.lineno, example,
                              example.want, got))

    def report_unexpected_exception(self, out, test, example, exc_info):
        self.wrong.append((test.lineno + example.lineno, example,
                              example.want,
                              f"{exc_info[0].__name__}: {exc_info[1]}"))


def check_sessions(root, only=""):
    """Every pycon block gives what it shows; one namespace a page."""
    code, home = str(root / "docs" / "code"), os.getcwd()
    sys.path.insert(0, code)
    forget(("mmbook", "solutions"))  # those of another book
    try:
        return [problem for page in pages(root) if only in page.path
                for problem in sessions(page)]
    finally:
        sys.path.remove(code)
        os.chdir(home)


def forget(packages):
    for name in [n for n in sys.modules if n.split(".")[0] in packages]:
        del sys.modules[name]


def sessions(page):
    names, parser = {"__name__": "__main__"}, doctest.DocTestParser()
    for fence in page.fences:
        if fence.language != "pycon":
            continue
        try:
            test = parser.get_doctest(fence.body, names, page.path,
                                      page.path, fence.line + 1)
        except ValueError as error:
            yield Problem(page.path, fence.line, f"malformed session: {error}",
                          "Begin lines with >>> or ...")
            continue
        if not test.examples:
            yield Problem(page.path, fence.line, "session without a command",
                          "Begin its commands with >>>")
        test.globs = names
        runner = Runner()
        runner.run(test, out=lambda text: None, clear_globs=False)
        for line, example, want, got in runner.wrong:
            yield Problem(
                page.path, line, f"session `{brief(example.source)}`: "
                f"expected {brief(want) or 'nothing'}, got "
                f"{brief(got) or 'nothing'}", "Correct the output or the code")


def brief(text):
    text = " ".join(text.split())
    return text if len(text) <= 160 else text[:157] + "…"

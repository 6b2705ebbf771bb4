"""The hooks' own functions, one at a time."""

import importlib.util
import sys
from types import SimpleNamespace

import pytest
from checks.book import SCRIPTS  # puts scripts/hooks on the path
from pygments.lexers import PythonLexer
from spans import NOT_PROSE, inside_prose, outside_prose, prose


def hook(name):
    """A hook as a module; `labs` and others are names of scripts, too."""
    path = SCRIPTS / "hooks" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"hook_{name}", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def page(tmp_path):
    """A page as the hooks see it, and what they report of it."""
    path = tmp_path / "page.md"
    path.write_text("---\n---\none\ntwo words\n", encoding="utf-8")
    file = SimpleNamespace(abs_src_path=str(path), src_uri="text/page.md",
                           content_string=path.read_text("utf-8"))
    return SimpleNamespace(file=file, url="text/page/", meta={},
                           is_homepage=False, edit_url=None)


# ------------------------------------------------------------- spans, problems


@pytest.mark.parametrize("part", [
    "```python\ny = [x@W, x @ W]\n```", "    ```pycon\n    >>> 1\n    ```",
    "~~~~\n```\nin\n```\n~~~~", "`a@b`", "`` a`b ``", "$a^{[i@j]}$",
    "$$\na @ b\n$$", "<!-- check: 1 == 1 -->", "$\\$5$",
])
def test_code_maths_and_comments_are_not_prose(part):
    text = f"before\n\n{part}\n\nafter"
    assert [m.group() for m in NOT_PROSE.finditer(text)] == [part]
    assert "@" not in prose(text)
    assert prose(text).split() == ["before", "after"]
    assert prose(text).count("\n") == text.count("\n")


@pytest.mark.parametrize("text", [
    "costs $5 and $6 a month", r"an \$x\$ escaped", "one ` tick", "5 < 6 @ x",
])
def test_prose_stays_prose(text):
    assert prose(text) == text


def test_inside_and_outside_are_each_others_rest():
    text = "say `x` and $y$ now"
    assert outside_prose(str.upper, text) == "say `X` and $Y$ now"
    assert inside_prose(str.upper, text) == "SAY `x` AND $y$ NOW"


def test_line_of_finds_words_across_line_ends(page):
    problems = hook("problems")
    assert problems.line_of(page, "one two") == 3
    assert problems.line_of(page, "two words") == 4
    assert problems.line_of(page, "three") is None


# ------------------------------------------------------------------- citations


def cite(citations, text, page):
    page.file.src_uri = "text/page.md"
    before = citations._before(text, page, None, None)
    return before, citations._after(before, page, None, None)


@pytest.fixture
def citations():
    module = hook("citations")
    module.entries.update(radford2021learning=None, he2016deep=None)
    return module


def test_at_signs_in_code_and_maths_are_hidden_and_come_back(citations, page):
    text = ("```python\ny = [x@W, x @ W]\n@decorator\n```\n\n"
            "$a^{[i@j]}$ and `[@key]`\n")
    before, after = cite(citations, text, page)
    assert "@" not in before
    assert after == text


def test_known_keys_stay_and_bring_a_list_of_references(citations, page):
    text = "Shown [@radford2021learning; @he2016deep]."
    before, _ = cite(citations, text, page)
    assert before.startswith(text)
    assert before.count("\\bibliography") == 1
    assert page.cites == ["radford2021learning", "he2016deep"]


def test_unknown_key_is_one_line_with_the_nearest(citations, page, caplog):
    before, after = cite(citations, "Shown [@radfrd2021learning].", page)
    assert "@" not in before and "radfrd2021learning" in after
    (record,) = caplog.records
    assert "unknown citation key `radfrd2021learning`" in record.getMessage()
    assert "Nearest keys: radford2021learning" in record.getMessage()


def test_addresses_and_links_are_no_citations(citations):
    assert citations.keys_in("[me@here.org](mailto:me@here.org) a@b.c") == []
    assert citations.keys_in("[see @he2016deep, ch. 2]") == ["he2016deep"]


# ------------------------------------------------------------ numbers of things


def test_references_take_the_name_of_what_they_point_at(page, caplog):
    crossrefs = hook("crossrefs")
    text = crossrefs.on_page_markdown(
        "[](#fig-a), [](#eq-b), `[](#no)`, [x](#fig-a), [](#gone)",
        page, None, None)
    assert text.count('class="ref"') == 3 and "`[](#no)`" in text
    content = text + (
        '<figure id="fig-a"><img><figcaption><p><span class="caption-prefix">'
        'Figure 2.</span> x</p></figcaption></figure>'
        '<div class="equation" id="eq-b"><math></math>'
        '<span class="equation-number">(3)</span></div>')
    content = crossrefs.on_page_content(content, page, None, None)
    assert '<a class="ref" href="#fig-a">Figure 2</a>' in content
    assert '<a class="ref" href="#eq-b">Equation (3)</a>' in content
    (record,) = caplog.records
    assert "reference to `#gone`" in record.getMessage()


def test_only_labeled_displays_are_numbered(page):
    maths = hook("maths")
    content = maths.on_page_content(
        r'<span class="arithmatex">\(x &lt; y\)</span>'
        r'<div class="arithmatex">\[a\]</div>'
        r'<div class="arithmatex">\[\label{eq-b} b\]</div>'
        r'<div class="arithmatex">\[c \label{eq-c}\]</div>',
        page, None, None)
    assert content.count("<math") == 4 and "\\label" not in content
    assert content.count("equation-number") == 2
    assert 'id="eq-c"' in content and "(2)" in content


def test_a_formula_that_does_not_parse_is_reported(page, caplog):
    content = hook("maths").on_page_content(
        r'<span class="arithmatex">\(\frac{1\)</span>', page, None, None)
    assert "<code>" in content
    assert "does not parse" in caplog.records[0].getMessage()


def test_exercises_are_numbered_and_checks_stripped(page):
    pages = hook("pages")
    page.meta.update(title="T", description="D", reviewed=None)
    text = pages.on_page_markdown(
        '!!! exercise "[paper] One"\n\n<!-- check: 1 == 1 -->\n'
        '!!! exercise "[code] Two"\n', page,
        SimpleNamespace(repo_url=None), None)
    assert '"Exercise 1 (paper): One"' in text
    assert '"Exercise 2 (code): Two"' in text
    assert "check:" not in text


def test_links_of_contributing_lead_into_the_book(tmp_path):
    path = tmp_path / "CONTRIBUTING.md"
    path.write_text(
        "[a](docs/text/a.md#b) [l](LICENSE) [w](https://x.org/) `[c](d.md)`\n"
        "Mark it `# --8<-- [start:x]` and `# --8<-- [end:x]`.\n"
        "<!-- reviewed: 2026-01-02 -->\n", encoding="utf-8")
    text = hook("pages").contributing(
        path, SimpleNamespace(repo_url="https://github.com/o/r/"))
    assert "[a](../text/a.md#b)" in text
    assert "[l](https://github.com/o/r/blob/main/LICENSE)" in text
    assert "[w](https://x.org/)" in text and "`[c](d.md)`" in text
    assert "reviewed: 2026-01-02\n" in text
    # One escape a line is what the snippets extension takes away again.
    assert "`# ;--8<-- [start:x]` and `# --8<-- [end:x]`" in text


# ---------------------------------------------------------------------- listings


def test_missing_listings_are_named(tmp_path, page, caplog):
    code = tmp_path / "code" / "mmbook"
    code.mkdir(parents=True)
    (code / "a.py").write_text("# --8<-- [start:f]\nf\n# --8<-- [end:f]\n")
    text = hook("listings").on_page_markdown(
        '--8<-- "mmbook/a.py:f"\n  --8<-- "mmbook/a.py:g"\n'
        '--8<-- "mmbook/b.py"\n', page,
        SimpleNamespace(docs_dir=str(tmp_path)), None)
    assert text.splitlines()[0] == '--8<-- "mmbook/a.py:f"'
    assert text.count("(listing missing)") == 2
    said = [record.getMessage() for record in caplog.records]
    assert "no section `g`" in said[0] and "does not exist" in said[1]


# ------------------------------------------------------------------------- media


def png(width, height):
    return (b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR"
            + width.to_bytes(4, "big") + height.to_bytes(4, "big"))


@pytest.mark.parametrize("data, size", [
    (png(640, 360), (640, 360)),
    (b'<?xml version="1.0"?><svg width="72pt" height="36pt">', (96, 48)),
    (b'<svg viewBox="0 0 1 1" height="20" width="30px">', (30, 20)),
])
def test_sizes_of_pictures(data, size):
    assert hook("media").size(data) == size


@pytest.mark.parametrize("data", [b"GIF89a", b'<svg viewBox="0 0 9 9">'])
def test_pictures_of_unknown_size_raise(data):
    with pytest.raises(ValueError):
        hook("media").size(data)


def test_sounds_and_clips_get_players(page):
    files = [SimpleNamespace(dest_uri=f"text/page/x.{ending}",
                             content_bytes=png(64, 32))
             for ending in ("png", "mp4", "wav")]
    content = hook("media").on_page_content(
        '<img alt="a &quot;beep&quot;" src="x.wav"><img alt="b" src="x.mp4">'
        '<img alt="c" src="x.png"><img alt="d" src="x.png">',
        page, None, files)
    assert "<audio controls" in content and "&quot;beep&quot;" in content
    assert 'poster="x.png" width="64" height="32"' in content
    assert "autoplay" not in content
    assert content.count('preload="none"') == 2
    assert content.count('loading="lazy"') >= 1


# ---------------------------------------------------------------------- glossary


@pytest.fixture
def glossary(tmp_path):
    folder = tmp_path / "resources"
    folder.mkdir()
    (folder / "glossary.yml").write_text(
        "- term: encoder\n  definition: It encodes.\n  also: [encoders]\n"
        "- term: area under the curve\n  abbreviation: AUC\n"
        "  definition: An area.\n"
        "- term: FiLM\n  definition: It scales.\n", encoding="utf-8")
    module = hook("glossary")
    module.on_config(SimpleNamespace(docs_dir=str(tmp_path)))
    return module


def linked(glossary, content, page):
    return glossary.on_page_content(content, page, None, None)


def test_first_use_of_a_term_is_linked_once(glossary, page):
    text = linked(glossary, "<p>Two encoders, an encoder, an AUC.</p>", page)
    assert text.count('class="term"') == 2
    assert '>encoders</a>, an encoder' in text
    assert 'title="It encodes."' in text
    assert 'title="AUC: area under the curve. An area."' in text
    assert 'href="../../resources/glossary/#encoder"' in text


@pytest.mark.parametrize("content", [
    "<h2>The encoder</h2>", "<pre><code>encoder</code></pre>",
    "<p><code>encoder</code></p>", '<a href="x">encoder</a>',
    "<math><mtext>encoder</mtext></math>", "<p>auc of autoencoders</p>",
    "<p>a film</p>",
    '<img alt="encoder">', "<!-- encoder -->",
    '<p class="admonition-title">encoder</p>',
    "<svg><text>encoder</text></svg>",
])
def test_terms_are_not_linked_there(glossary, page, content):
    assert linked(glossary, content, page) == content


def test_incomplete_entries_are_named_with_their_line(tmp_path, caplog):
    (tmp_path / "resources").mkdir()
    (tmp_path / "resources" / "glossary.yml").write_text(
        "- term: a\n  definition: A.\n- term: b\n", encoding="utf-8")
    hook("glossary").on_config(SimpleNamespace(docs_dir=str(tmp_path)))
    assert caplog.records[0].getMessage().startswith(
        "docs/resources/glossary.yml:3: entry 2 (b) lacks")


# -------------------------------------------------------------------------- labs


def cell(kind, source, outputs=(), tags=()):
    return {"cell_type": kind, "source": source, "outputs": list(outputs),
            "metadata": {"tags": list(tags)}}


def test_a_notebook_becomes_markdown():
    labs = hook("labs")
    text = labs.as_markdown({"cells": [
        cell("markdown", ["# Title\n", "Words [@key]."]),
        cell("code", "print('```')", [
            {"output_type": "stream", "text": "\x1b[31m```\x1b[0m\n"}]),
        cell("code", "assert True", tags=["test"]),
        cell("code", "plot()", [{
            "output_type": "display_data", "metadata":
            {"alt": "A line\nrises.", "caption": "It rises."},
            "data": {"image/svg+xml": "<svg/>", "text/plain": "Figure"}}]),
        cell("raw", "hidden"),
    ]}, "demo")
    assert text.startswith("# Title\nWords [@key].")
    assert "````python\nprint('```')\n````" in text
    assert "````text\n```\n````" in text
    assert "assert True" not in text and "hidden" not in text
    assert "![A line rises.](demo/output-3-0.svg)" in text
    assert "It rises.\n///" in text and "Figure" not in text


# ------------------------------------------------------- fences, shortcuts


def colors(fences, lexer, code):
    """The color of each character that is no blank."""
    for kind, text in lexer.get_tokens(code):
        name = fences.color(kind)
        if name.startswith(fences.COMMENT_STRING_NUMBER):
            name = name[0]  # each has one color
        yield from ((c, name) for c in text if not c.isspace())


@pytest.mark.parametrize("name", ["transformer", "quartet", "nlp_basics"])
def test_the_quick_lexer_colors_as_the_full_one_does(root, name):
    fences = hook("fences")
    code = (root / f"docs/code/mmbook/{name}.py").read_text("utf-8")
    full = list(colors(fences, PythonLexer(), code))
    assert list(colors(fences, fences.QuickPython(), code)) == full
    assert len({color for _, color in full}) > 5


def test_code_has_spans_where_it_has_colors():
    fences = hook("fences")
    assert fences.colored("x = a < 1  # so\n", "python") == (
        'x = a &lt; <span class="mi">1</span>  <span class="c1"># so</span>\n')
    assert fences.colored("a < b", "text") == "a &lt; b"
    assert "no-such" in fences.fence("no-such", "no-such", "", {}, None)


def test_shortcuts_know_every_pattern_of_the_build(root):
    import markdown
    from mkdocs.config import load_config

    config = load_config(str(root / "mkdocs.yml"))
    text = markdown.Markdown(extensions=config.markdown_extensions,
                             extension_configs=config.mdx_configs)
    shortcuts = hook("shortcuts")
    found = {entry.name for entry in text.inlinePatterns._priority}
    assert found == shortcuts.PATTERNS
    inline = text.treeprocessors["inline"]
    inline.inlinePatterns = text.inlinePatterns
    for sample in ("plain, words: (and) more - “quoted” 50%",
                   "line\none ~ x^2 | #9 @ home +"):
        assert not shortcuts.BEGINS.search(sample)
        assert shortcuts.handle(inline, sample) == sample

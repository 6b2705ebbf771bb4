"""The site in Chromium: desktop and phone, light and dark, with and without
JavaScript. Each page is opened once, each chapter once more without
JavaScript; what is wrong with it is one list."""

import contextlib
import math
import re
import statistics
from types import SimpleNamespace

import browser
import pytest
import yaml
from axe_playwright_python.base import AXE_SCRIPT
from checks.book import labs, pages
from conftest import ROOT, SUMMARY, serving
from mmbook.nlp_basics import encode, learn
from playwright.sync_api import sync_playwright

OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 320, "height": 640}
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa",
                   "best-practice"],
       "resultTypes": ["violations"]}
# Contrast would be four fifths of axe's time. Texts whose elements look the
# same, and stand in elements that do, have the same: the first is measured.
# (To axe, a single letter is never a violation.)
MARK = """() => {
  const first = "[data-first]", look = [
    "color", "backgroundColor", "backgroundImage", "opacity", "textShadow",
    "fontFamily", "fontSize", "fontStyle", "fontWeight", "textDecoration",
    "borderBottom", "position"];
  axe.configure({ rules: [
    { id: "color-contrast", selector: first },
    { id: "link-in-text-block",
      selector: `:is(a[href], [role=link])${first}` },
  ] });
  const names = new Map(), kinds = new Map(), marked = new Set();
  for (const e of document.querySelectorAll("body, body *")) {
    const own = [...e.childNodes].map(n => n.nodeType === 3 ? n.data : "")
      .join("").trim().length > 1, style = getComputedStyle(e);
    const name = [kinds.get(e.parentElement), own,
                  ...look.map(property => style[property])].join();
    if (!names.has(name)) names.set(name, names.size);
    kinds.set(e, names.get(name));
    const one = !marked.has(name)
      && (own || e.matches("a, input, select, textarea"))
      && e.checkVisibility({ visibilityProperty: true });
    if (one) marked.add(name);
    e.toggleAttribute("data-first", one);
  }
}"""
UNFOLD = "document.querySelectorAll('details').forEach(d => { d.open = true })"
REACH = "window.reach?.(undefined, Infinity)"  # book.js: now, all in one go
# Elements that stick out of the page, if it scrolls sideways.
WIDER = """() => {
  const page = document.scrollingElement, width = page.clientWidth;
  if (page.scrollWidth <= width) return [];
  const clipped = e => e && e !== document.body && e !== page &&
    (getComputedStyle(e).overflowX !== 'visible' || clipped(e.parentElement));
  const boxes = [...document.querySelectorAll('body *')].filter(
    e => e.getBoundingClientRect().right > width + 1
         && !clipped(e.parentElement));
  const names = boxes.map(e => e.closest('math, pre, table, svg') || e).map(
    e => `the page scrolls sideways: ${e.localName} “` +
         e.textContent.trim().slice(0, 30) + '” ends at ' +
         Math.round(e.getBoundingClientRect().right));
  return names.length ? [...new Set(names)].slice(-3)
                      : ['the page scrolls sideways'];
}"""
# Characters a line of each long paragraph without formulas; the last line is
# half full.
MEASURES = """() => [...document.querySelectorAll('article p')].filter(
    p => p.innerText.length > 250 && !p.querySelector('math, img')
         && p.clientWidth > 0 && !p.closest('figure, li, details, .admonition')
  ).map(p => p.innerText.length /
    (p.clientHeight / parseFloat(getComputedStyle(p).lineHeight) - 0.5))"""


def urls():
    """The address of every page, below the site's own."""
    for page in pages(ROOT) + labs(ROOT):
        if page.kind != "lab" or (ROOT / page.path).with_suffix(
                ".ipynb").exists():
            name = page.path.removeprefix("docs/").rpartition(".")[0]
            yield re.sub(r"(^|/)index$", r"\1", name + "/").removesuffix(
                "index/").lstrip("/")
    yield from ("contributing/", "license/", "404.html")


URLS = sorted(set(urls()))
CHAPTERS = [page.path.removeprefix("docs/").removesuffix(".md") + "/"
            for page in pages(ROOT) if page.kind == "chapter"]


@pytest.fixture(scope="module")
def chromium():
    path = browser.find()
    if not path:
        pytest.fail(browser.NONE)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=path, args=[*browser.ARGUMENTS, OFFLINE])
        SUMMARY.append(f"{len(URLS)} pages in Chromium {running.version}")
        yield running
        running.close()


@contextlib.contextmanager
def opened(chromium, home, **options):
    """A page, with what it complains of and what it asks for."""
    context = chromium.new_context(**options)
    seen = SimpleNamespace(faults=[], requests=[], page=context.new_page())

    def ask(request):
        seen.requests.append(request.url)
        if not request.url.startswith((home.rpartition(":")[0], "data:",
                                       "blob:")):
            seen.faults.append(f"asks another host for {request.url}")

    def say(message):
        # The 404 page is served with a 404 only on the web.
        if message.type in ("error", "warning"):
            seen.faults.append(f"console: {message.text} "
                               f"({message.location.get('url', '')})")

    context.on("request", ask)
    seen.page.on("console", say)
    seen.page.on("pageerror",
                 lambda error: seen.faults.append(f"page error: {error}"))
    yield seen
    context.close()


@pytest.fixture(scope="module")
def reader(chromium, address):
    """One page that goes to all addresses: their frame is loaded once."""
    with opened(chromium, address, reduced_motion="reduce") as seen:
        yield seen


@pytest.fixture(scope="module")
def plain(chromium, address):
    """The same without JavaScript."""
    with opened(chromium, address, viewport=DESKTOP,
                java_script_enabled=False) as seen:
        yield seen


def axe(page):
    page.evaluate(MARK)
    for found in page.evaluate("options => axe.run(options)",
                               AXE)["violations"]:
        nodes = found["nodes"]
        where = "; ".join(node["target"][0].replace('[data-first=""]', "")
                          for node in nodes[:3])
        yield f"axe {found['id']}: {found['help']}: {len(nodes)} × {where}"


def inspect(seen, address):
    """What is wrong with a page, in both widths and both schemes."""
    page, found = seen.page, []
    seen.faults.clear()
    page.set_viewport_size(PHONE)
    page.goto(address, wait_until="load")
    page.evaluate(UNFOLD)
    page.evaluate(AXE_SCRIPT)
    for size, scheme, whole in ((PHONE, "dark", True), (PHONE, "light", False),
                                (DESKTOP, "light", True),
                                (DESKTOP, "dark", False)):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        page.evaluate(REACH)
        faults = page.evaluate(WIDER) + (list(axe(page)) if whole else [])
        found += [f"{size['width']} px, {scheme}: {x}" for x in faults]
    page.wait_for_timeout(50)  # what a late script still says
    return found + seen.faults


def measure(page):
    """Whether a chapter, on the desktop, has lines and letters to read."""
    lines = page.evaluate(MEASURES)
    if not lines or not 60 <= statistics.median(lines) <= 80:
        yield f"characters a line of its paragraphs: {lines}"
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)
        pixels = page.locator("article p").first.evaluate(
            "p => parseFloat(getComputedStyle(p).fontSize)")
        if pixels < 16:
            yield f"letters of {pixels} px at {size['width']} px"


def words(page):
    """What is there to read, but for explorables: they have a figure."""
    page.evaluate("document.querySelectorAll('[data-explorable]')"
                  ".forEach(e => e.remove())")
    text = page.evaluate("document.querySelector('article').innerText")
    return set(re.sub(r"\bCopy\b", " ", text).split())


def unscripted(seen, address, scripted):
    """What a chapter lacks without JavaScript, given its words with it."""
    page = seen.page
    seen.faults.clear()
    page.goto(address, wait_until="load")
    page.evaluate(UNFOLD)
    if page.locator("[data-explorable]:visible").count():
        yield "an explorable can be seen"
    if missing := scripted - words(page):
        yield f"words are missing: {sorted(missing)[:20]}"
    if broken := page.locator("article img").evaluate_all(
            "all => all.filter(i => !i.naturalWidth).map(i => i.src)"):
        yield f"pictures are missing: {broken}"
    for what, least in (("nav a", 12), ("article h2", 1),
                        ("article math", bool(page.locator("math").count()))):
        if page.locator(f"{what}:visible").count() < least:
            yield f"`{what}`: fewer than {least:d} can be seen"
    yield from seen.faults


def faults(reader, plain, address, chapter):
    """Everything wrong with a page; of a chapter more is wanted."""
    found = inspect(reader, address)
    if chapter:
        found += measure(reader.page)
        found += [f"without JavaScript: {fault}" for fault in unscripted(
            plain, address, words(reader.page))]
    return found


@pytest.mark.parametrize("url", URLS)
def test_page(reader, plain, address, url):
    found = faults(reader, plain, address + url, url in CHAPTERS)
    assert not found, f"{url or 'home'}\n" + "\n".join(found)


def test_a_bad_page_is_found_out(chromium):
    with (serving(ROOT / "tests/data", "/book/") as home,
          opened(chromium, home) as reader,
          opened(chromium, home, java_script_enabled=False) as plain):
        found = "\n".join(faults(reader, plain, home + "bad.html", True))
    text = (ROOT / "tests/data/bad.html").read_text(encoding="utf-8")
    for fault in text.partition("<!--\n")[2].partition("\n-->")[0].split("\n"):
        assert re.search(fault, found), f"{fault} not in:\n{found}"
    assert not re.search("1280 px.*sideways", found)


# --------------------------------------------------------------------- search


def phrase(url):
    """Words of a page, as a reader remembers them."""
    page = next(p for p in pages(ROOT) if p.path == f"docs/{url[:-1]}.md")
    prose = re.sub(r"\]\([^)]*\)", "]", page.prose)  # no targets of links
    for paragraph in re.split(r"\n\s*\n", prose):
        words = re.findall(r"(?<![\w\[@])[a-z]{5,}\b", paragraph)
        if len(words) > 12 and not paragraph.lstrip().startswith(
                ("#", "!", "|", "-", "/")):
            return " ".join(words[:5])
    raise LookupError(url)


def test_search_finds_each_chapter_and_loads_nothing_before(chromium, address):
    with opened(chromium, address, viewport=DESKTOP) as seen:
        page = seen.page
        page.goto(address, wait_until="networkidle")

        def indexes():
            return [r for r in seen.requests if "search_index" in r]

        assert not indexes(), "the index is fetched before search is touched"
        page.get_by_role("button", name="Search").click()
        for url in CHAPTERS:
            page.get_by_role("searchbox").fill(phrase(url))
            page.locator(f"#search a[href*='/{url}']").first.wait_for(
                timeout=5000)
        assert len(indexes()) == 1
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/?h=**")
        assert page.locator(".prose mark").count()
        assert not seen.faults


def test_search_that_finds_nothing_says_so(chromium, address):
    with opened(chromium, address, viewport=DESKTOP) as seen:
        seen.page.goto(address)
        seen.page.keyboard.press("Control+k")
        seen.page.get_by_role("searchbox").fill("qqxxqq")
        seen.page.get_by_text("Nothing found").wait_for(timeout=5000)
        seen.page.keyboard.press("Escape")
        assert not seen.page.get_by_role("searchbox").is_visible()


# ------------------------------------------------------------------- tooltips


def by_keyboard(page, link):
    """Reach a link as a reader without a mouse does."""
    link.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    tip = page.get_by_role("tooltip")
    tip.wait_for(timeout=3000)
    return " ".join(tip.inner_text().split())


def first_with(selector, site, address):
    """The first page, chapters before others, that has such an element."""
    for url in [*CHAPTERS, *(url for url in URLS if url != "404.html")]:
        html = (site / url / "index.html").read_text(encoding="utf-8")
        if re.search(selector, html):
            return address + url
    pytest.fail(f"no page has {selector}")


def test_a_term_explains_itself_by_keyboard(chromium, site, address):
    glossary = yaml.safe_load(
        (ROOT / "docs/resources/glossary.yml").read_text(encoding="utf-8"))
    meanings = [" ".join(entry["definition"].split()) for entry in glossary]
    with opened(chromium, address, viewport=DESKTOP) as seen:
        page = seen.page
        page.goto(first_with('class="term"', site, address))
        said = by_keyboard(page, page.locator("article p a.term").first)
        assert any(meaning in said for meaning in meanings), said
        page.keyboard.press("Escape")
        assert not page.get_by_role("tooltip").is_visible()


def test_a_reference_shows_itself_by_keyboard(chromium, site, address):
    with opened(chromium, address, viewport=DESKTOP) as seen:
        page = seen.page
        page.goto(first_with('class="footnote-ref"', site, address))
        link = page.locator("article p a.footnote-ref").first
        said = by_keyboard(page, link)
        note = page.locator(f"[id='{link.get_attribute('href')[1:]}']")
        listed = " ".join(note.inner_text().split())
        assert said and said.strip("↩ ") in listed, (said, listed)
        assert re.search(r"\b(19|20)\d\d\b", said), said


# ---------------------------------------------------------------------- media

PLAY = """async player => {
  if (player.error) return { error: player.error.message };
  player.muted = true;
  const late = new Promise((_, no) => setTimeout(no, 9000, "never begins"));
  try { await Promise.race([player.play(), late]); }
  catch (error) { return { error: `${error}` }; }
  const begun = Date.now();
  while (player.currentTime < 0.2 && Date.now() - begun < 5000)
    await new Promise(done => setTimeout(done, 50));
  const said = { time: player.currentTime, duration: player.duration };
  player.pause();
  return said;
}"""


@pytest.mark.parametrize("tag, format", [
    ("audio", "audio/mpeg"), ("video", 'video/mp4; codecs="avc1.42E01E"')])
def test_a_player_plays(chromium, site, address, tag, format):
    with opened(chromium, address, viewport=DESKTOP) as seen:
        page = seen.page
        page.goto(first_with(f"<{tag}", site, address))
        player = page.locator(tag).first
        source = player.evaluate("p => p.currentSrc || p.src")
        can = page.evaluate("f => document.createElement("
                            f"'{tag}').canPlayType(f)", format)
        if source.endswith((".mp3", ".mp4")) and not can:
            pytest.skip(f"this Chromium was built without {format}")
        assert not [r for r in seen.requests if r.endswith(
            (".mp3", ".mp4", ".wav", ".ogg", ".webm"))], "fetched too early"
        said = player.evaluate(PLAY)
        assert "error" not in said, said
        assert said["time"] > 0 and math.isfinite(said["duration"])
        assert said["duration"] > 0.3
        assert not seen.faults


# --------------------------------------------------------------- the switch


def test_the_switch_turns_dark_and_is_remembered(chromium, address):
    def ink(page):
        color = page.evaluate("getComputedStyle(document.body).color")
        return sum(map(float, re.findall(r"[\d.]+", color)[:3]))

    with opened(chromium, address, viewport=DESKTOP,
                color_scheme="light") as seen:
        page = seen.page
        page.goto(address)
        light = ink(page)
        switch = page.locator("button.scheme")
        for _ in range(3):
            switch.click()
            if ink(page) > light:
                break
        dark = ink(page)
        assert dark > light
        page.reload()
        assert ink(page) == dark


# ---------------------------------------------------------------- explorables


@contextlib.contextmanager
def explorable(chromium, address, url, name):
    """An explorable in view on a phone: (what is seen, its place, its status).
    Nothing may complain of it."""
    with opened(chromium, address, viewport=PHONE) as seen:
        seen.page.goto(address + url)
        root = seen.page.locator(f"[data-explorable={name}]")
        root.scroll_into_view_if_needed()
        yield seen.page, root, root.get_by_role("status").inner_text
        assert not seen.faults


def test_guidance_moves_by_keyboard(chromium, address):
    with explorable(chromium, address, "foundations/generative-models/",
                    "guidance") as (page, root, said):
        def mean():
            return float(re.search(r"mean ([\d.]+)", said()).group(1))

        assert 2.4 < mean() < 2.7
        page.get_by_label("guidance weight").focus()
        page.keyboard.press("End")  # w = 8
        assert 3.0 < mean() < 3.4
        page.get_by_label("number of steps").focus()
        page.keyboard.press("Home")  # one step: w times (2, 0)
        assert mean() == 16 and "outside the picture" in said()
        page.get_by_label("guidance weight").fill("1")
        assert mean() == 2
        root.get_by_role("combobox").select_option("up")
        assert mean() == 2


def test_tokens_are_counted_as_in_the_text(chromium, address):
    with explorable(chromium, address,
                    "foundations/tokenization-across-modalities/",
                    "tokens") as (page, root, said):
        root.locator("tfoot tr").wait_for()
        rows = {row.split()[0]: row
                for row in root.locator("tr").all_inner_texts()[1:]}
        for name, count in (("text", "650"), ("image", "1,369"),
                            ("sound", "3,000"), ("video", "15,360"),
                            ("all", "20,379")):
            assert count in rows[name].split(), rows
        assert said().startswith("20,379 tokens, 15.5% of the window")
        root.get_by_label("context window").focus()
        page.keyboard.press("ArrowUp")
        assert said().startswith("20,379 tokens, 62.2% of the window")
        root.get_by_label("words", exact=True).fill("100000")
        assert said().startswith("Too long by 116,961 tokens")


def test_merges_agree_with_the_book(chromium, address):
    with explorable(chromium, address, "text/nlp-basics/",
                    "merges") as (page, root, said):
        text = root.get_by_role("textbox")

        def numbers():
            return [int(n) for n in re.findall(r"\d+", said())[:3]]

        for words in (text.input_value(), "Ei, zwei Eier: 1234 m²½ мир мир\n"):
            text.fill(words)
            merges = learn(words, 300)
            for press in ("Home", "ArrowRight", "ArrowRight", "End"):
                root.get_by_label("number of merges").focus()
                page.keyboard.press(press)
                done, tokens, size = numbers()
                assert tokens == len(encode(words, merges[:done]))
                assert size == len(words.encode())
            assert done == len(merges)
        assert root.get_by_role("button", name="Next merge").is_disabled()
        root.get_by_role("button", name="Back").click()
        assert numbers()[0] == len(merges) - 1
        text.fill("")
        assert numbers() == [0, 0, 0]


def test_attention_follows_its_numbers(chromium, address):
    with explorable(chromium, address, "text/transformer-architecture/",
                    "attention") as (page, root, said):
        assert "weights 0.043, 0.043, 0.735, 0.179" in said()
        assert "result (0.73, −0.14)" in said()
        root.get_by_label("divide scores").focus()
        page.keyboard.press("Space")
        assert "scores 0.00, 0.00, 4.00, 2.00" in said()
        root.get_by_label("query of bounces, first number").fill("0")
        assert "weights 0.250, 0.250, 0.250, 0.250" in said()
        root.get_by_role("combobox").select_option("blue")
        root.get_by_label("causal mask").check()
        assert "weights 0.500, 0.500, 0.000, 0.000" in said()
        root.get_by_label("value of a, second number").fill("3")
        assert "result (0.00, 2.00)" in said()
        root.get_by_role("combobox").select_option("bounces")
        root.get_by_role("button").click()  # start values
        assert "weights 0.043, 0.043, 0.735, 0.179" in said()
        # Labels of the plane have no outline, which the book's icons have.
        assert root.locator("svg text").first.evaluate(
            "e => getComputedStyle(e).stroke") == "none"


def test_similarity_follows_its_temperature(chromium, address):
    with explorable(chromium, address, "integration/contrastive-pretraining/",
                    "similarity") as (page, root, said):
        slider, grid = root.get_by_role("slider"), root.get_by_role("grid")
        grid.wait_for()
        n = root.locator("tbody tr").count()
        slider.focus()
        page.keyboard.press("End")  # τ = 2: nearly uniform
        near = float(re.search(r"loss ([\d.]+)", said()).group(1))
        assert said().startswith("τ = 2:")
        assert math.log(n) - 0.5 < near < math.log(n)
        page.keyboard.press("Home")  # τ = 0.005: nearly all on the best
        assert "τ = 0.005:" in said()
        sums = root.evaluate("""e => [...e.querySelectorAll("tbody tr")].map(
            r => [...r.cells].slice(1).reduce((t, c) =>
                t + parseFloat(c.style.getPropertyValue("--p")), 0))""")
        assert all(abs(total - 100) < 0.1 for total in sums)
        cell = root.locator("tbody tr").first.locator("td").first
        cell.focus()
        page.keyboard.press("ArrowRight")
        assert root.locator("tbody tr").first.locator("td").nth(1).evaluate(
            "e => e === document.activeElement")


def test_timeline_filters_by_keyboard(chromium, address):
    rows = "ol.timeline li:visible"
    with explorable(chromium, address, "introduction/history-and-evolution/",
                    "timeline") as (page, root, said):
        whole = page.locator(rows).count()
        assert whole >= 40
        assert said().startswith(f"{whole} of {whole} events")
        root.get_by_role("checkbox", name="sound").focus()
        page.keyboard.press("Space")
        kept = page.locator(rows).count()
        assert 0 < kept < whole
        assert said().startswith(f"{kept} of {whole} events use")
        page.goto(address)
        page.go_back()  # the browser may tick the box again, or may not
        again = root.get_by_role("checkbox", name="sound").is_checked()
        assert page.locator(rows).count() == (kept if again else whole)

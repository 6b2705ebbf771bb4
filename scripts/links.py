"""Check the external links of the built site and of references.bib.

    python scripts/links.py [site]      default: site/, built by make build

Each address is asked for once, hosts side by side, one address of a host at
a time with a pause between; what fails for a passing reason is tried again.
A DOI is looked up at doi.org, since publishers refuse programs. One line a
dead link, exit code 1; what a host refuses to say is listed, and no fault.
"""

import argparse
import json
import os
import re
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, urlsplit

ROOT = Path(__file__).resolve().parents[1]
AGENT = "Mozilla/5.0 (compatible; book link check; +{})"
PAUSE, TIMEOUT, TRIES = 1.0, 20, 3
SLOW_HOSTS = {"arxiv.org": 3.0}  # seconds between requests, as they ask
DEAD = {404, 410}
# A host's word that it will not talk to programs, or not now.
REFUSED = {401, 402, 403, 405, 406, 418, 429, 451, 999}


class Links(HTMLParser):
    """The external addresses that a page points at."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "link" and attributes.get("rel") != "stylesheet":
            return  # canonical, preconnect: no links of a reader's
        for name in ("href", "src", "poster"):
            address = attributes.get(name) or ""
            if address.startswith(("http://", "https://")):
                self.found.append(address.split("#")[0])


def of_site(site, skip=()):
    """Each external address below ``site`` -> the pages that link to it."""
    found = {}
    for path in sorted(Path(site).rglob("*.html")):
        parser = Links()
        parser.feed(path.read_text("utf-8"))
        for address in parser.found:
            if not address.startswith(tuple(skip)):
                page = path.relative_to(site).as_posix()
                found.setdefault(address, set()).add(page)
    return found


def of_bibliography(path):
    """Each address that an entry of a .bib file stands for -> its key."""
    found = {}
    text = Path(path).read_text("utf-8")
    for entry in re.finditer(r"^@\w+\{([^,\s]+),(.*?)^\}", text, re.M | re.S):
        fields = dict(re.findall(r"^\s*(\w+)\s*=\s*[{\"](.*)[}\"],?\s*$",
                                 entry[2], re.M))
        if doi := fields.get("doi"):
            doi = doi.removeprefix("https://doi.org/")
            found.setdefault(f"https://doi.org/{doi}", set()).add(entry[1])
        if eprint := fields.get("eprint"):
            address = f"https://arxiv.org/abs/{eprint}"
            found.setdefault(address, set()).add(entry[1])
        if url := fields.get("url"):
            found.setdefault(url.replace("\\", "").split("#")[0],
                             set()).add(entry[1])
    return found


def ask(address, method="HEAD"):
    """Status of an address, after redirects. A failure to connect raises."""
    request = urllib.request.Request(
        quote(address, safe="%/:=&?~#+!$,;'@()*[]"), method=method,
        headers={"User-Agent": AGENT.format(os.environ.get(
            "REPO_URL", "https://github.com/text-image-sound-video/book")),
            "Accept": "*/*"})
    with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
        return answer.status, answer.read() if method == "GET" else b""


def of_doi(address, ask=ask):
    """A DOI exists if doi.org knows where it leads."""
    doi = address.split("doi.org/", 1)[1]
    status, body = ask(f"https://doi.org/api/handles/{doi}", "GET")
    return 200 if json.loads(body)["responseCode"] == 1 else 404


def judge(address, ask=ask, sleep=time.sleep):
    """'ok', 'dead' or 'refused', with the reason."""
    reason = ""
    for attempt in range(TRIES):
        if attempt:
            sleep(5 * 2 ** attempt)
        try:
            if urlsplit(address).netloc in ("doi.org", "dx.doi.org"):
                status = of_doi(address, ask)
            else:
                # Some servers know no HEAD: whatever it says, ask by GET.
                try:
                    status = ask(address, "HEAD")[0]
                except urllib.error.HTTPError as error:
                    error.close()
                    status = ask(address, "GET")[0]
        except urllib.error.HTTPError as error:
            status = error.code
            error.close()
        except (OSError, ValueError) as error:  # no name, no answer, bad TLS
            reason = str(getattr(error, "reason", error))
            continue
        if status < 400:
            return "ok", ""
        reason = str(status)
        if status in DEAD:
            return "dead", reason
        if status in REFUSED and status != 429:
            return "refused", reason
    return ("refused" if reason.isdigit() else "dead"), reason


def of_host(host, addresses, judge=judge, sleep=time.sleep):
    """Judge the addresses of one host, one after the other."""
    for number, address in enumerate(addresses):
        if number:
            sleep(SLOW_HOSTS.get(host, PAUSE))
        yield address, *judge(address)


def check(links, judge=judge, sleep=time.sleep):
    """(address, verdict, reason) for each address, hosts side by side."""
    hosts = {}
    for address in sorted(links):
        hosts.setdefault(urlsplit(address).netloc, []).append(address)
    with ThreadPoolExecutor(max_workers=16) as pool:
        for results in pool.map(
                lambda item: list(of_host(*item, judge, sleep)),
                hosts.items()):
            yield from results


def main(arguments=None):
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", nargs="?", default=ROOT / "site", type=Path)
    parser.add_argument("--bib", default=ROOT / "references.bib", type=Path)
    parser.add_argument("--list", action="store_true",
                        help="print the addresses and ask for none")
    options = parser.parse_args(arguments)
    if not options.site.is_dir():
        print(f"{options.site}: no site; run make build", file=sys.stderr)
        return 1
    # Our own pages are checked by the build; edit links want a login.
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    skip = [os.environ.get(name) or default for name, default in re.findall(
        r'!ENV \[(SITE_URL|REPO_URL), "([^"]+)"\]', config)]
    links = of_site(options.site, skip)
    for address, keys in of_bibliography(options.bib).items():
        links.setdefault(address, set()).update(
            f"references.bib ({key})" for key in keys)
    if options.list:
        print("\n".join(sorted(links)))
        return 0
    count = {"ok": 0, "dead": 0, "refused": 0}
    for address, verdict, reason in check(links):
        count[verdict] += 1
        if verdict != "ok":
            places = sorted(links[address])
            more = f" and {len(places) - 1} more" if len(places) > 1 else ""
            print(f"{verdict}: {address} ({reason}) in {places[0]}{more}",
                  flush=True)
    print(f"{sum(count.values())} links: {count['ok']} good, "
          f"{count['dead']} dead, {count['refused']} refuse to say")
    return 1 if count["dead"] else 0


if __name__ == "__main__":
    sys.exit(main())

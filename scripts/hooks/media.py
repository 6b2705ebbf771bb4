"""Pictures get their width and height; sounds and clips get players.

`![what one hears](x.ogg)` becomes a native audio player and
`![what one sees](x.mp4)` a native video player, nothing loaded before it is
played, with the words printed below as transcript or description.
"""

import html
import posixpath
import re
import struct

from mkdocs.plugins import event_priority
from problems import line_of, report, source

IMAGE = re.compile(r"<img\b([^>]*?)/?>")
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
SOUNDS = {".wav": "audio/wav", ".mp3": "audio/mpeg", ".ogg": "audio/ogg",
          ".m4a": "audio/mp4"}
CLIPS = {".mp4": "video/mp4", ".webm": "video/webm"}
UNITS = {"": 1, "px": 1, "pt": 4 / 3}


def size(data):
    """Width and height of an SVG or PNG, given its bytes, in CSS pixels."""
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return struct.unpack(">II", data[16:24])
    head = data[:3000].decode("utf-8", "replace")
    tag = re.search(r"<svg\b[^>]*>", head, re.S)
    if not tag:
        raise ValueError("neither SVG nor PNG")
    found = []
    for side in ("width", "height"):
        match = re.search(rf'\b{side}="([\d.]+)(px|pt)?"', tag.group())
        if not match:
            raise ValueError(f"the <svg> tag has no {side} in px or pt")
        found.append(round(float(match[1]) * UNITS[match[2] or ""]))
    return tuple(found)


@event_priority(-20)
def on_page_content(content, page, config, files):
    seen = []

    def file_of(src):
        base = posixpath.dirname(page.url) if page.url[-1:] != "/" else page.url
        uri = posixpath.normpath(posixpath.join(base, src))
        return next((f for f in files if f.dest_uri == uri), None)

    def replace(match):
        attributes = dict(ATTRIBUTE.findall(match[1]))
        src = attributes.get("src", "")
        alt = html.unescape(attributes.get("alt", "")).strip()
        if not alt:
            report(source(page), line_of(page, posixpath.basename(src)),
                   f"picture `{src}` has no alt text",
                   "Say in one to three sentences what a reader who cannot "
                   "see it should take away")
        ending = posixpath.splitext(src)[1].lower()
        words = html.escape(alt, quote=True)
        if ending in SOUNDS:
            return (f'<audio controls preload="none" src="{src}" '
                    f'aria-label="Sound: {words}"></audio>'
                    f'<span class="transcript">{html.escape(alt, False)}'
                    "</span>")
        file = file_of(src)
        if ending in CLIPS:
            poster = posixpath.splitext(src)[0] + ".png"
            found = file_of(poster)
            more = ""
            if found:
                width, height = size(found.content_bytes)
                more = (f' poster="{poster}" width="{width}"'
                        f' height="{height}"')
            return (f'<video controls muted playsinline preload="none"{more} '
                    f'src="{src}" aria-label="Clip: {words}"></video>'
                    f'<span class="transcript">{html.escape(alt, False)}'
                    "</span>")
        if "width" not in attributes and file is not None:
            try:
                width, height = size(file.content_bytes)
                attributes |= {"width": width, "height": height}
            except ValueError as error:
                report(source(page), line_of(page, posixpath.basename(src)),
                       f"size of picture `{src}` unknown: {error}",
                       "Use an SVG with width and height, or a PNG")
        attributes.setdefault("decoding", "async")
        if seen:
            attributes.setdefault("loading", "lazy")
        seen.append(src)
        joined = " ".join(f'{k}="{v}"' for k, v in attributes.items())
        return f"<img {joined}>"

    return IMAGE.sub(replace, content)

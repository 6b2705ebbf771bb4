"""Write stories.txt from the files of the package sword-text-web.

    python extract.py root/usr/share/sword/modules/texts/ztext/engWEB2015eb

The folder holds one compressed block a book; a 12-byte entry of its index
says where a block begins, how long it is, and how long unpacked.
"""

import re
import struct
import sys
import zlib
from pathlib import Path

BLOCKS = (1, 8, 24, 78)  # Genesis, Ruth, Esther, Jonah
PLAIN = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "—": "-",
                       "\N{NO-BREAK SPACE}": " ", "\n": " "})


def chapters(markup):
    """Text of each chapter, one paragraph a line, without the markup."""
    for part in re.split(r"<chapter n=", markup)[1:]:
        part = part.partition("/>")[2].partition("<chapter eID")[0]
        part = re.sub(r"<(note|title)\b.*?</\1>", " ", part, flags=re.S)
        part = part.translate(PLAIN)
        part = re.sub(r'<div [^>]*type="x-p"[^>]*>', "\n", part)
        part = re.sub(r"<(lb|/?l|/?lg|/?item|/?list)\b[^>]*>", " ", part)
        part = re.sub(r"<[^>]*>", "", part)
        part = re.sub(r" +([,.;:?!)])", r"\1", re.sub(r"[ \t]+", " ", part))
        lines = [line.strip() for line in part.split("\n")]
        yield "\n".join(line for line in lines if line)


def main():
    folder = Path(sys.argv[1])
    index = (folder / "ot.bzs").read_bytes()
    packed = (folder / "ot.bzz").read_bytes()
    found = []
    for block in BLOCKS:
        start, length, _ = struct.unpack_from("<III", index, 12 * block)
        book = zlib.decompress(packed[start:start + length]).decode()
        found += chapters(book)
    path = Path(__file__).parent / "stories.txt"
    path.write_text("\n\n".join(found) + "\n", "ascii", newline="\n")


if __name__ == "__main__":
    main()

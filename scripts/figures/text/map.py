"""One sentence as characters, bytes, subwords and numbers."""

from collections import Counter

from style import INK, MUTED, TEXT, box, canvas, label, save, width_of

from mmbook.quartet import Quartet

SENTENCE = "a blue triangle bounces"


def learn(captions, merges):
    """Byte-pair encoding: join the commonest neighbors, again and again."""
    words = Counter()
    for caption in captions:
        for i, word in enumerate(caption.split()):
            words[tuple((" " if i else "") + word)] += 1
    rules = []
    for _ in range(merges):
        pairs = Counter()
        for word, count in words.items():
            for pair in zip(word, word[1:]):
                pairs[pair] += count
        if not pairs:
            break
        rules.append(max(sorted(pairs), key=pairs.get))
        joined = Counter()
        for word, count in words.items():
            joined[join(word, rules[-1])] += count
        words = joined
    return rules


def join(word, pair):
    out, i = [], 0
    while i < len(word):
        step = 2 if word[i:i + 2] == pair else 1
        out.append("".join(word[i:i + step]))
        i += step
    return tuple(out)


def encode(sentence, rules):
    """Pieces of a sentence with their numbers: bytes first, then merges."""
    number = {chr(i): i for i in range(256)}
    number |= {"".join(rule): 256 + i for i, rule in enumerate(rules)}
    pieces = []
    for i, word in enumerate(sentence.split()):
        word = tuple((" " if i else "") + word)
        for rule in rules:
            word = join(word, rule)
        pieces += word
    return [(piece, number[piece]) for piece in pieces]


def main() -> None:
    captions = Quartet.simple(seed=0, hide={"text": ("size",)}).captions(
        range(1000))
    rules = learn(captions, 100)
    figure, axes = canvas(3.15)
    for row, merges in enumerate((0, 30, len(rules))):
        name = f"{merges} merges" if merges else "Bytes"
        pieces = encode(SENTENCE, rules[:merges])
        y = 34 + row * 62
        label(axes, 4, y - 16, name, TEXT, 10, ha="left", weight="bold")
        known = 256 + merges
        label(axes, 486, y - 16, f"{len(pieces)} tokens out of a vocabulary "
              f"of {known}", MUTED, 9.5, ha="right")
        x = 4
        stretch = (482 - 2 * (len(pieces) - 1)) / len(SENTENCE)
        for piece, number in pieces:
            width = len(piece) * stretch
            box(axes, x, y - 5, width, 18, color=TEXT, fill=0.12, radius=2,
                line=0.8)
            label(axes, x + width / 2, y + 4, piece.replace(" ", "␣"), INK,
                  10)
            label(axes, x + width / 2, y + 22, str(number), MUTED,
                  9)
            x += width + 2
    y = 34 + 3 * 62 - 8
    for i, (word, note) in enumerate((
            ("cat", "3 characters, 3 bytes"),
            ("кот", "3 characters, 6 bytes"),
            ("naïve", "5 characters, 6 bytes"))):
        x = 4 + i * 162
        label(axes, x, y, word, TEXT, 11, ha="left", weight="bold")
        x += width_of(word, 11, "bold") + 8
        label(axes, x, y, note, MUTED, 9.5, ha="left")
    save(figure, __file__)

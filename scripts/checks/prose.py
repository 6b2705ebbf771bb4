"""House style: words to cut, American spelling, no habits of dashes."""

import functools
import re

from spellchecker import SpellChecker

from .book import SCRIPTS, read, texts

WORDS = SCRIPTS / "words.txt"
CUT = re.compile(
    r"\b(delv(?:e[sd]?|ing)|(?<!loss )landscapes?|realms?|tapestr(?:y|ies)"
    r"|pivotal|crucial(?:ly)?|seamless(?:ly)?|leverag(?:e[sd]?|ing)"
    r"|harness(?:es|ed|ing)?|unlock(?:s|ed|ing)?|empower(?:s|ed|ing)?"
    r"|cutting[- ]edge|revolutioni[sz](?:e[sd]?|ing)|game[- ]chang(?:er|ing)s?"
    r"|showcas(?:e[sd]?|ing)|underscor(?:e[sd]?|ing)|testaments?|plethora"
    r"|myriad|it is worth noting|in conclusion|moreover|furthermore"
    r"|simply|just|obviously)\b", re.I)
NOT_JUST = re.compile(r"\bnot (?:only|just|merely)\b[^.;:]{1,80}\bbut\b", re.I)
LATIN = re.compile(r"\b(e\.g\.|i\.e\.)", re.I)
SHOUT = re.compile(r"(?<=[\w)\]\"”’'])!(?=[\s\"”’')]|$)", re.M)
DASH = re.compile(r"—|(?<= )–(?= )|(?<=\w )--(?= \w)")
PER_DASH = 500  # words
BRITISH = {
    "grey": "gray", "centre": "center", "metre": "meter", "whilst": "while",
    "learnt": "learned", "programme": "program", "defence": "defense",
    "judgement": "judgment", "artefact": "artifact", "catalogue": "catalog",
    "licence": "license", "practise": "practice", "modelling": "modeling",
    "modelled": "modeled", "labelling": "labeling", "labelled": "labeled",
    "signalling": "signaling", "signalled": "signaled",
    "travelling": "traveling", "travelled": "traveled",
    "cancelled": "canceled", "towards": "toward",
}
WORD = re.compile(r"(?<![\w@#.$/\\-])[A-Za-z][A-Za-z’'-]*[A-Za-z](?![\w@/\\])")


@functools.cache
def dictionary():
    speller = SpellChecker(distance=1)
    speller.word_frequency.load_words(read(WORDS).split())
    return speller


def check_style(root):
    """No word that the style guide cuts, no shouting, few dashes."""
    found = []
    for page in texts(root):
        for match in CUT.finditer(page.words):
            found.append(page.problem(
                match.start(), f"“{' '.join(match[0].split())}” is on the "
                "style guide's cut list", "Say it plainly, or leave it out"))
        for match in NOT_JUST.finditer(page.words):
            if not CUT.search(match[0]):  # one line a fault
                found.append(page.problem(
                    match.start(), "“not just X but Y”",
                    "Say what is so"))
        for match in LATIN.finditer(page.words):
            found.append(page.problem(match.start(), f"“{match[0]}”",
                                      "Write “for example” or “that is”"))
        for match in SHOUT.finditer(page.words):
            found.append(page.problem(match.start(), "exclamation mark",
                                      "End the sentence with a period"))
        dashes = [m.start() for m in DASH.finditer(page.words)]
        allowed = max(1, len(page.words.split()) // PER_DASH)
        if len(dashes) > allowed:
            found.append(page.problem(
                dashes[allowed], f"{len(dashes)} dashes, where "
                f"{allowed} would do", "Use a comma, a colon or a period"))
    return found


def check_spelling(root):
    """American English; names and capitals are not looked up."""
    found, speller = [], dictionary()
    for page in texts(root):
        seen = set()
        for match in WORD.finditer(page.words):
            whole = match[0].replace("’", "'")
            for word in re.split("-", re.sub(r"'s?$", "", whole)):
                if len(word) < 3 or not word.islower() or word in seen:
                    continue
                if word not in BRITISH and word in speller:
                    continue
                seen.add(word)
                near = BRITISH.get(word) or speller.correction(word)
                mend = "Correct it, or add it to scripts/words.txt"
                if near and near != word:
                    mend = f"Write {near}, or add it to scripts/words.txt"
                found.append(page.problem(
                    match.start(), f"unknown word “{word}”", mend))
    return found

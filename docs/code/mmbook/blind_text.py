"""What text alone gives away about Quartet: captions and answers.

A blind model gets no picture, sound or clip. How well it does is where the
credit of a model that sees and hears begins.
"""

from collections import Counter, defaultdict
from math import comb, factorial, log2


# --8<-- [start:entropy]
def caption_bits(world, n):
    """Bits of a caption with n objects: (of the scene, of the wording).

    Exact for a world without spoiling knobs. A scene of two or three is
    told in one of two orders; when objects act in turn, both orders have
    the same captions, which is one bit less to know.
    """
    def arrange(words):  # ordered, no two alike
        return log2(comb(len(words), n) * factorial(n))

    motions = len(world.motions)
    scene = (arrange(world.shapes) + arrange(world.colors)
             + n * log2(len(world.sizes)))
    wording = n * log2(3) + n * log2(3)  # size words and motion words
    if n == 1:
        return scene + log2(motions), wording
    turns = world.sequences
    chance = -sum(p * log2(p) for p in (turns, 1 - turns) if p)
    acts = (1 - turns) * n * log2(motions)
    if turns:  # two objects that move, and a third one that waits
        acts += turns * 2 * log2(motions - 1)
    return (scene + log2(len(world.relations)) + chance + acts,
            wording + log2(4) + turns * log2(3))
# --8<-- [end:entropy]


# --8<-- [start:habit]
def blind_answers(questions, answers):
    """Learn the commonest answer to each question: a function of it.

    A question never seen gets the commonest answer of all.
    """
    seen = defaultdict(Counter)
    for question, answer in zip(questions, answers):
        seen[question][answer] += 1
        seen[None][answer] += 1
    best = {q: row.most_common(1)[0][0] for q, row in seen.items()}
    return lambda question: best.get(question, best[None])
# --8<-- [end:habit]


# --8<-- [start:quiz]
def blind_score(train, test):
    """Share of right answers by kind of question, learned from a batch."""
    answer = blind_answers(train.question, train.answer)
    right = defaultdict(list)
    for kind, question, truth in zip(test.kind, test.question, test.answer):
        right[kind].append(answer(question) == truth)
        right["all"].append(answer(question) == truth)
    return {kind: sum(r) / len(r) for kind, r in sorted(right.items())}
# --8<-- [end:quiz]

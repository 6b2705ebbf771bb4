"""Solutions of the chapter History and Evolution."""

from itertools import combinations

import numpy as np

from mmbook.history_and_evolution import (listening_test, recordings,
                                          timeline)
from mmbook.quartet_speech import PHONEMES


# --8<-- [start:first_meetings]
def first_meetings():
    """The year and title of the first event of each pair of modalities."""
    first = {}
    for event in timeline():
        for pair in combinations(sorted(event["modalities"]), 2):
            first.setdefault(pair, (str(event["date"])[:4], event["title"]))
    return first
# --8<-- [end:first_meetings]


# --8<-- [start:mcgurk]
def mcgurk(voice, face, ratio, utterances=360, learn=260):
    """Shares of p, b, t, d, k, g answered to a voice over another's lips."""
    spoken = recordings(range(utterances))
    ears, eyes = listening_test(spoken, learn, [ratio])
    said = spoken.codes[learn:, :4:2].ravel()
    ear = ears[ratio][:, ::2, :6].reshape(-1, 6)[said == PHONEMES.index(voice)]
    eye = eyes[:, ::2, :6].reshape(-1, 6)[said == PHONEMES.index(face)]
    both = ear[:, None] + eye[None]  # every voice with every face
    answers = np.bincount(both.argmax(axis=-1).ravel(), minlength=6)
    return dict(zip(PHONEMES, (answers / answers.sum()).round(2).tolist()))
# --8<-- [end:mcgurk]

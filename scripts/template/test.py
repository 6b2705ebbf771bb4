"""mmbook.{{name}} does what its chapter says."""

import numpy as np
import pytest

from mmbook.{{name}} import level, ratio
from solutions.{{name}} import snr


def test_levels_add_where_factors_multiply():
    a, b = 7.0, 320.0
    assert level(a) + level(b) == pytest.approx(level(a * b))


def test_ratio_undoes_level():
    powers = np.geomspace(1e-9, 1e9, 37)
    assert ratio(level(powers)) == pytest.approx(powers)


@pytest.mark.parametrize("power, reference", [(0, 1), (1, 0), (-1, 1)])
def test_what_has_no_logarithm_is_refused(power, reference):
    with pytest.raises(ValueError, match="positive"):
        level(power, reference)


def test_solution():
    tone = np.sin(np.arange(8000) * 2 * np.pi / 20)
    assert snr(tone, 1.1 * tone) == pytest.approx(20)

"""Figures drawn again are those that are committed."""

import draw
import pytest

SCRIPTS = draw.scripts()


def test_every_committed_figure_has_a_script():
    assert SCRIPTS, "no figure scripts found"


@pytest.mark.parametrize("script", SCRIPTS, ids=draw.figure_name)
def test_figure_is_as_drawn(script):
    faults = draw.check([script], everything=False)
    assert not faults, "\n".join(faults)


def test_drawing_twice_gives_the_same_bytes(tmp_path):
    script = SCRIPTS[0]
    one = [p.read_bytes() for p in draw.draw(script, tmp_path / "one")]
    two = [p.read_bytes() for p in draw.draw(script, tmp_path / "two")]
    assert one == two
    assert one


def test_a_changed_figure_is_found(tmp_path):
    (path,) = draw.draw(SCRIPTS[0], tmp_path)[:1]
    changed = tmp_path / "changed.svg"
    text = path.read_text(encoding="utf-8")
    changed.write_text(text.replace("</svg>", "<g/></svg>"), encoding="utf-8")
    assert "elements in place of" in draw.difference(changed, path)

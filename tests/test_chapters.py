"""What the pages promise: every check of scripts/checks on the book itself.

That each check finds what it should is shown in test_broken_books.py.
"""

import pytest

from checks import CHECKS


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_no_problem(check, root):
    problems = check(root)
    assert not problems, "\n" + "\n".join(map(str, sorted(problems)))


def test_there_is_something_to_check(root):
    from checks.book import labs, pages

    kinds = [page.kind for page in pages(root)]
    assert kinds.count("home") == 1 and kinds.count("section") == 10
    assert "chapter" in kinds and labs(root)
    assert any(f.language == "pycon" for p in pages(root) for f in p.fences)
    assert any("<!-- check:" in p.text for p in pages(root))

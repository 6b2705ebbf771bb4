"""The checks of the book's sources: each a function from the book's root to
the list of its problems. What the hooks report while they build (unknown
keys, formulas, references, alt text, front matter) is not repeated by others.
"""

from .build import check_build
from .chapters import (
    check_chapters,
    check_front_matter,
    check_headings,
    check_numbered_things,
    check_outline,
    check_table_headers,
)
from .companions import check_figures, check_glossary, check_labs
from .house import check_files
from .listings import check_listings
from .prose import check_spelling, check_style
from .references import check_bibliography, check_citations
from .structure import check_structure
from .truth import check_checks, check_sessions

CHECKS = [
    check_structure,
    check_build,
    check_bibliography,
    check_citations,
    check_front_matter,
    check_chapters,
    check_headings,
    check_numbered_things,
    check_outline,
    check_table_headers,
    check_listings,
    check_checks,
    check_sessions,
    check_style,
    check_spelling,
    check_glossary,
    check_figures,
    check_labs,
    check_files,
]

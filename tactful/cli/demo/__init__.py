"""The demo company: believable, invented, and written as the files that people really have.

`build` makes it from one seed and one day, `write` lays its files into a folder, `cast` and `tours` say where to look.
"""

from tactful.cli.demo.company import Company, build
from tactful.cli.demo.files import File, write
from tactful.cli.demo.tours import cast, tours

__all__ = ["Company", "File", "build", "cast", "tours", "write"]

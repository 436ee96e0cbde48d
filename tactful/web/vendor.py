"""Copies what the pages need of other people's work from node_modules into static/web/vendor/.

Run by `make vendor` after `npm ci --ignore-scripts`. Its output is committed, because a fresh machine
has Python alone. Prints one line per file; exits 1 with a sentence where node_modules is missing.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote

HERE = Path(__file__).resolve().parent
MODULES = HERE.parent.parent / "node_modules"
VENDOR = HERE / "static" / "web" / "vendor"

# Our name for a picture -> Tabler's. A page names what it means, not what it looks like.
ICONS = {
    "account": "building-skyscraper",
    "activity": "activity",
    "add": "plus",
    "alert": "alert-triangle",
    "at": "at",
    "back": "arrow-left",
    "bold": "bold",
    "calendar": "calendar-event",
    "check": "check",
    "close": "x",
    "code": "code",
    "companies": "building",
    "copy": "copy",
    "delete": "trash",
    "down": "chevron-down",
    "email": "mail",
    "everyone": "world",
    "eye": "eye",
    "file": "file-text",
    "guide": "keyboard",
    "heading": "heading",
    "home": "home",
    "introduce": "heart-handshake",
    "inward": "arrow-down-left",
    "italic": "italic",
    "key": "key",
    "link": "link",
    "list": "list",
    "location": "map-pin",
    "lock": "lock",
    "meeting": "calendar-event",
    "more": "dots",
    "network": "affiliate",
    "note": "note",
    "next": "chevron-right",
    "numbers": "list-numbers",
    "outward": "arrow-up-right",
    "people": "users",
    "person": "user",
    "phone": "phone",
    "previous": "chevron-left",
    "quote": "blockquote",
    "search": "search",
    "settings": "settings",
    "sharing": "share-2",
    "sign-out": "logout",
    "sources": "database-import",
    "strike": "strikethrough",
    "team": "users-group",
    "theme": "sun-moon",
    "underline": "underline",
    "until": "clock",
    "upload": "upload",
    "why": "help-circle",
}

# The parts of the editor, under the names by which rich.js asks for them.
EDITOR = {
    "commands": "prosemirror-commands",
    "history": "prosemirror-history",
    "keymap": "prosemirror-keymap",
    "lists": "prosemirror-schema-list",
    "model": "prosemirror-model",
    "rules": "prosemirror-inputrules",
    "state": "prosemirror-state",
    "view": "prosemirror-view",
}

# Fonts: the two ranges that European names need. Other scripts come from the reader's own system.
FONTS = ("latin-ext", "latin")


def write(name: str, content: str | bytes) -> None:
    """Write one vendored file and say so."""
    path = VENDOR / name
    path.parent.mkdir(parents=True, exist_ok=True)
    data = content.encode() if isinstance(content, str) else content
    path.write_bytes(data)
    sys.stdout.write(f"{len(data):>9,}  {path.relative_to(HERE)}\n")


def tabler() -> None:
    """Compile parts.scss; pictures inside it become files, since our policy lets no data: address in."""
    css = subprocess.run(
        ["node", str(MODULES / "sass" / "sass.js"), f"--load-path={MODULES}/@tabler/core/scss", "--quiet",
         "--style=compressed", "--no-source-map", "--no-charset", str(HERE / "parts.scss")],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip

    def as_file(match: re.Match[str]) -> str:
        svg = unquote(match[1])
        name = f"tabler-{sha256(svg.encode()).hexdigest()[:8]}.svg"
        write(name, svg)
        return f'url("{name}")'

    write("tabler.css", re.sub(r'url\("data:image/svg\+xml,([^"]*)"\)', as_file, css))


def icons() -> None:
    """One sprite of the icons in use, each a symbol under our own name."""
    symbols = []
    for ours, theirs in sorted(ICONS.items()):
        svg = (MODULES / "@tabler" / "icons" / "icons" / "outline" / f"{theirs}.svg").read_text()
        shapes = re.findall(r"<(?:path|circle|rect|line|polyline|ellipse)\b[^>]*/>", svg)
        inner = "".join(re.sub(r"\s+", " ", shape) for shape in shapes if 'd="M0 0h24v24H0z"' not in shape)
        symbols.append(f'<symbol id="{ours}" viewBox="0 0 24 24">{inner}</symbol>')
    write("icons.svg", '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n")


def fonts() -> None:
    """Inter with its own face rules. `optional`: a late font never moves the page."""
    source = MODULES / "@fontsource-variable" / "inter"
    faces = re.findall(r"/\* (\S+) \*/\s*(@font-face \{.*?\})", (source / "wght.css").read_text(), re.S)
    rules = []
    for name, rule in faces:
        if name in {f"inter-{part}-wght-normal" for part in FONTS}:
            write(f"{name}.woff2", (source / "files" / f"{name}.woff2").read_bytes())
            rules.append(rule.replace("./files/", "").replace("display: swap", "display: optional"))
    write("inter.css", "\n".join(rules) + "\n")


def without_map(path: Path) -> str:
    """Return a script without the line that names its source map, which is not copied."""
    return re.sub(r"\n?//# sourceMappingURL=\S+\s*$", "\n", path.read_text())


def editor() -> None:
    """Join the parts of ProseMirror into one script, which says `ProseMirror.model` and so on."""
    parts = "".join(f'export * as {ours} from "{theirs}";\n' for ours, theirs in sorted(EDITOR.items()))
    script = subprocess.run(
        ["node", str(MODULES / "esbuild" / "bin" / "esbuild"), "--bundle", "--minify", "--format=iife",
         "--global-name=ProseMirror", "--target=es2022", "--legal-comments=none", "--charset=utf8"],
        input=parts, cwd=MODULES.parent, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    write("prosemirror.js", script)


def licences() -> None:
    """The licence texts of what is copied."""
    kinds = (
        ("tabler", "@tabler/icons/LICENSE"),
        ("htmx", "htmx.org/LICENSE"),
        ("inter", "@fontsource-variable/inter/LICENSE"),
        ("graphology", "graphology/LICENSE.txt"),
        ("orderedmap", "orderedmap/LICENSE"),
        ("prosemirror", "prosemirror-view/LICENSE"),
        ("rope-sequence", "rope-sequence/LICENSE"),
        ("sigma", "sigma/LICENSE.txt"),
        ("w3c-keyname", "w3c-keyname/LICENSE"),
    )
    for name, path in kinds:
        write(f"licences/{name}.txt", (MODULES / path).read_bytes())


def main() -> int:
    """Copy everything anew. Returns the exit code."""
    if not (MODULES / "@tabler").is_dir():
        sys.stderr.write("node_modules is missing: run npm ci --ignore-scripts first.\n")
        return 1
    shutil.rmtree(VENDOR, ignore_errors=True)
    tabler()
    icons()
    fonts()
    write("htmx.js", (MODULES / "htmx.org" / "dist" / "htmx.min.js").read_bytes())
    # Of the page of the network alone.
    write("graphology.js", without_map(MODULES / "graphology" / "dist" / "graphology.umd.min.js"))
    write("sigma.js", without_map(MODULES / "sigma" / "dist" / "sigma.min.js"))
    # Where a text is written; app.js fetches it for a page that has such a field.
    editor()
    licences()
    return 0


if __name__ == "__main__":
    sys.exit(main())

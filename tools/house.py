"""Count what the rules of the house are about; `python -m tools.house` prints it.

A rule that does not hold yet has a ceiling in ``tests/house.json``, which may only fall:
``python -m tools.house --tighten`` lowers every ceiling to what is true today, and
``tests/test_house.py`` refuses one that is broken.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from tools.house_prices import conversions, prices

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "veivalg"
CEILINGS = ROOT / "tests" / "house.json"
LONGEST_FILE = 450
LONGEST_FUNCTION = 60
CHAPTER_NAMES = {
    "__init__",
    "chapter",
    "model",
    "sentences",
    "exhibits",
    "ranked",
    "method",
    "terms",
}
COMMON = "common"
THEME = "content/theme.py"
NUMBERS = "content/numbers"
SLOT = re.compile(r"\{\w*:[^{}]*(?:\.\d+[fge%]|g)\}")
"""A slot of a text that is filled with `format`, and rounds."""
SPEAKING = ("chapters/", "content/", "publish/", "web/", "cli/")
DRAWING = ("publish/charts/", "publish/theme", "web/rooms/front/map")
STYLED = {".py", ".css", ".j2", ".html", ".js", ".svg", ".typ"}
MADE = {"vendor", "fonts", "__pycache__"}
HEX_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b(?![0-9A-Za-z_-])")
WRITERS = {"str", "format", "fill", "join"}
DECIMALS = re.compile(r"\.\d+[fge%]|^[+]?,")
SAID = {"_", "N_", "ngettext"}
RECOGNISED = {"aliases", "example", "examples", "metavar"}
DATA = (
    "own/examples/",
    "own/printed/",
    "sources/embedded/",
    "jobs/scores_file",
    "publish/word/",
)
SLUG = re.compile(r"[a-zæøå0-9_./{}-]+| --[a-z-]+ ")
TAGS = re.compile(r"<[^<>]*(?:>|$)|^[^<>]*>\n?<?[^<>]*>?")
PATTERN = re.compile(r"\\[a-zA-Z]|\||^\^|https?:|\?\w=")
NORWEGIAN = re.compile(
    r"[æøåÆØÅ]|\b(?:og|ikke|er|med|av|som|til|fra|det|den|har|kan|eller|ingen|alle|mangler|finnes"
    r"|tabell|kommunen?|hver|hvor|hva|nei|ja|tall|du|vi|ned|ved|hos|bare|flere|om|en|et|ett|uten"
    r"|etter|siden|filen|filer|Velg|Skriv|Bruk|Prøv|Last|Kontroller|Mente|Vis|Hent|Alder|Kostnad)\b"
)
OTHERS_WORDS = {
    "Norsk bokmål",  # a language by its own name
    "KDD, Grønt hefte",  # a source, by its name
    "SSB, tabell 14746 (framskriving 2026–2050) og SSBs ordforklaring til tabellen",
    "Beløp (1000 kr)",  # what SSB calls its own, and what is stored with its figures
    "Brukere av omsorgstjenester etter alder",
    "Regnskap etter funksjon, konsern",
    "Regnskap etter funksjon og art, konsern",
    "brukerrettede årsverk",
    "ikke mulig å oppgi",
    "tabell ",
}
MEDIA = re.compile(r"application/(?:vnd\.|pdf)|text/(?:csv|markdown)|image/png")
"""The kinds of files we write; what the web itself is made of (HTML, JSON) is not among them."""
TAG, QUOTED = re.compile(r"\{[%{].*?[%}]\}", re.S), re.compile(r"[\"'](\w+)[\"']")
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
DOCUMENTED = (*FUNCTIONS, ast.ClassDef)


def files(source: Path, suffixes: set[str] | None = None) -> list[Path]:
    """Give the files below `source` with one of `suffixes` (code when none), sorted."""
    wanted = suffixes or {".py"}
    return sorted(
        path
        for path in source.rglob("*")
        if path.suffix in wanted and not MADE.intersection(path.parts)
    )


def lines(path: Path) -> int:
    """Give how many lines of a file are not blank."""
    return sum(1 for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


def _trees(source: Path) -> Iterator[tuple[str, ast.Module, str]]:
    for path in files(source):
        yield path.relative_to(source).as_posix(), *_parsed(path, path.stat().st_mtime_ns)


@cache
def _parsed(path: Path, changed: int) -> tuple[ast.Module, str]:
    text = path.read_text(encoding="utf-8")
    return ast.parse(text), text


@cache
def _nodes(tree: ast.Module) -> tuple[ast.AST, ...]:
    """Give every node of a module, walked once for all rules."""
    return tuple(ast.walk(tree))


def function_lengths(source: Path) -> dict[str, int]:
    """Give the non-blank lines of every function, without decorators and docstring."""
    found: dict[str, int] = {}
    for name, tree, text in _trees(source):
        rows = text.splitlines()
        for node in _nodes(tree):
            if not isinstance(node, FUNCTIONS):
                continue
            body = {
                n for n in range(node.lineno, (node.end_lineno or 0) + 1) if rows[n - 1].strip()
            }
            first = node.body[0]
            if ast.get_docstring(node) is not None:
                body -= set(range(first.lineno, (first.end_lineno or 0) + 1))
            found[f"{name}:{node.lineno} {node.name}"] = len(body)
    return found


def _span(node: ast.stmt) -> set[int]:
    return set(range(node.lineno, (node.end_lineno or 0) + 1))


def ninth_tenth(values: list[int]) -> int:
    """Give the value that nine of ten are at or below."""
    ordered = sorted(values)
    return ordered[int(0.9 * (len(ordered) - 1))] if ordered else 0


def long_files(source: Path) -> list[str]:
    """Give the files of more than 450 non-blank lines."""
    return [str(p.relative_to(source)) for p in files(source) if lines(p) > LONGEST_FILE]


def long_functions(source: Path) -> list[str]:
    """Give the functions of more than 60 lines."""
    return [name for name, size in function_lengths(source).items() if size > LONGEST_FUNCTION]


def skips(source: Path) -> list[str]:
    """Give every line the formatter is told to leave alone."""
    return [
        f"{path.relative_to(source)}:{number}"
        for path in files(source)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"#\s*fmt:\s*(skip|off)", line)
    ]


def undocumented(source: Path) -> list[str]:
    """Give the modules and public classes and functions without a docstring."""
    found = []
    for name, tree, _text in _trees(source):
        if ast.get_docstring(tree) is None:
            found.append(name)
        for node in _public(tree):
            if ast.get_docstring(node) is None:
                found.append(f"{name}:{node.lineno} {node.name}")
    return found


def _public(
    node: ast.Module | ast.ClassDef,
) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    for child in node.body:
        if isinstance(child, DOCUMENTED) and not child.name.startswith("_"):
            yield child
            if isinstance(child, ast.ClassDef):
                yield from _public(child)


def private_names(source: Path) -> list[str]:
    """Give every use of a private name of another package: imported, or reached by a dot."""
    found = []
    for name, tree, _text in _trees(source):
        package = name.rpartition("/")[0].replace("/", ".")
        modules = _modules(tree)
        for node in _nodes(tree):
            if isinstance(node, ast.ImportFrom) and _ours(node.module):
                home = _folder(source, node.module)
                parts = (node.module or "").split(".")
                hidden = [a.name for a in node.names if _private(a.name)]
                if home != package and (hidden or any(map(_private, parts))):
                    found.append(f"{name}:{node.lineno} {node.module} {' '.join(hidden)}".strip())
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                module = modules.get(node.value.id)
                if module and _private(node.attr) and _folder(source, module) != package:
                    found.append(f"{name}:{node.lineno} {node.value.id}.{node.attr}")
    return found


def _ours(module: str | None) -> bool:
    return module is not None and (module == "veivalg" or module.startswith("veivalg."))


def _private(name: str) -> bool:
    return name.startswith("_") and name.strip("_") != "" and not name.startswith("__")


def _folder(source: Path, module: str | None) -> str:
    inner = (module or "").split(".")[1:]
    return ".".join(inner if source.joinpath(*inner).is_dir() else inner[:-1])


def _modules(tree: ast.Module) -> dict[str, str]:
    """Give what the names of our own imported modules stand for (only modules start small)."""
    return {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in _nodes(tree)
        if isinstance(node, ast.ImportFrom) and _ours(node.module)
        for alias in node.names
        if alias.name.islower()
    }


def colours(source: Path) -> list[str]:
    """Give every hex colour outside the theme; one a line of text."""
    found = []
    for path in files(source, STYLED):
        name = path.relative_to(source).as_posix()
        if name == THEME:
            continue
        if path.suffix == ".py":
            found += [
                f"{name}:{node.lineno} {node.value[:30]}"
                for node in _strings(_parsed(path, path.stat().st_mtime_ns)[0])
                if HEX_COLOUR.search(str(node.value))
            ]
        else:
            found += [
                f"{name}:{number} {line.strip()[:30]}"
                for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
                if HEX_COLOUR.search(line) and "href" not in line
            ]
    return found


def _strings(tree: ast.Module) -> list[ast.Constant]:
    """Give the texts of the code that are not docstrings."""
    documents = {
        id(node.body[0].value)
        for node in _nodes(tree)
        if isinstance(node, (ast.Module, *DOCUMENTED))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node
        for node in _nodes(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in documents
    ]


def roundings(source: Path) -> list[str]:
    """Give every rounding and every decimal comma outside ``content/numbers``.

    A call of `round`, a format such as ``.1f`` in a text and a point replaced by a comma all decide
    how a number is read. `round` is also for arithmetic, pixels, reading what others wrote and
    making up examples, so in the rooms that do not speak to people it counts only where what it
    gives goes straight into a text.
    """
    found = []
    for name, tree, _text in _trees(source):
        if name.startswith(NUMBERS):
            continue
        speaks = name.startswith(SPEAKING) and not name.startswith(DRAWING)
        for node in _nodes(tree):
            if _rounds(node, speaks):
                found.append(f"{name}:{getattr(node, 'lineno', 0)}")
    return sorted(set(found))


def _rounds(node: ast.AST, speaks: bool) -> bool:
    if _writes(node) and any(_is_round(inside) for inside in ast.walk(node)):
        return True
    if isinstance(node, ast.FormattedValue) and isinstance(node.format_spec, ast.JoinedStr):
        spec = "".join(
            part.value
            for part in node.format_spec.values
            if isinstance(part, ast.Constant) and isinstance(part.value, str)
        )
        return bool(DECIMALS.search(spec))
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return SLOT.search(node.value) is not None
    if not isinstance(node, ast.Call):
        return False
    called = node.func
    if isinstance(called, ast.Name):
        return speaks and _is_round(node)
    if isinstance(called, ast.Attribute):
        if isinstance(called.value, ast.Attribute) and called.value.attr == "str":
            return False  # a whole column of cells that are being read
        given = [a.value for a in node.args if isinstance(a, ast.Constant)]
        return (speaks and called.attr == "round") or (
            called.attr == "replace" and given == [".", ","]
        )
    return False


def _writes(node: ast.AST) -> bool:
    """Say whether what is inside becomes text: a slot, `str`, or a text that is filled."""
    if not isinstance(node, ast.Call):
        return isinstance(node, ast.FormattedValue)
    called = node.func
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    return name in WRITERS


def _is_round(node: ast.AST) -> bool:
    called = node.func if isinstance(node, ast.Call) else None
    return isinstance(called, ast.Name) and called.id == "round"


def norwegian(source: Path) -> list[str]:
    """Give every text in Norwegian that no translation reaches: it is not in the catalogue.

    A text looks Norwegian by its letters or by a common word. Left out are docstrings, keys and
    ids (no space and no capital), the headings and words a file is recognised by, and rooms that
    hold data: examples, and what sources call things.
    """
    found = []
    for name, tree, _text in _trees(source):
        if name.startswith(DATA):
            continue
        left_out = {id(part) for node in _nodes(tree) for part in _not_shown(node)}
        found += [
            f"{name}:{node.lineno} {node.value[:60]!r}"
            for node in _strings(tree)
            if id(node) not in left_out and _speaks(node.value) and node.value not in _registered()
        ]
    return found


def _not_shown(node: ast.AST) -> Iterator[ast.AST]:
    """Give the parts of a node that are translated, or that nobody reads: notes, keys, aliases."""
    if (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAID
    ) or (isinstance(node, ast.keyword) and node.arg in RECOGNISED):
        yield from ast.walk(node)
    elif isinstance(node, ast.Expr):
        yield node.value
    elif isinstance(node, ast.Dict):
        yield from filter(None, node.keys)
    elif isinstance(node, ast.Subscript):
        yield node.slice


def _speaks(text: str) -> bool:
    seen = TAGS.sub(" ", text)
    return (
        NORWEGIAN.search(seen) is not None
        and SLUG.fullmatch(seen) is None
        and PATTERN.search(seen) is None
    )


@cache
def _registered() -> frozenset[str]:
    from tools.texts import declared
    from veivalg.own.tables import own_tables

    shown = [*OTHERS_WORDS, *(text for _file, text in declared())]
    fields = (f for table in own_tables().values() for f in table.own_fields())
    return frozenset((*shown, *(text for f in fields for text in (f.example, *f.aliases))))


def formats_by_hand(source: Path) -> list[str]:
    """Give every media type and every list of file formats outside ``publish``.

    The formats are those the renderers say of themselves in ``FORMAT``.
    """
    names = _formats(source)
    outside = [t for t in _trees(source) if not t[0].startswith("publish/")]
    found = []
    for name, tree, _text in outside:
        lists = (node for node in _nodes(tree) if len(_listed(node, names)) > 1)
        texts = (node for node in _strings(tree) if _is_media_or_list(str(node.value), names))
        found += [f"{name}:{line}" for line in sorted({n.lineno for n in (*lists, *texts)})]
    for path in files(source, {".html", ".j2"}):
        name = path.relative_to(source).as_posix()
        for tag in TAG.findall(path.read_text(encoding="utf-8")):
            if not name.startswith("publish/") and len(names & set(QUOTED.findall(tag))) > 1:
                found.append(f"{name} {tag[:40]}")
    return found


def _formats(source: Path) -> set[str]:
    """Give the names in ``Format("docx", …)`` of the renderers."""
    return {
        str(node.args[0].value)
        for name, tree, _text in _trees(source)
        if name.startswith("publish/")
        for node in _nodes(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Format"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }


def _listed(node: ast.AST, names: set[str]) -> set[str]:
    """Give the formats a list, a set or the keys of a dictionary holds, or pairs begin with."""
    held = node.keys if isinstance(node, ast.Dict) else getattr(node, "elts", ())
    firsts = (e.elts[0] if isinstance(e, ast.Tuple) and e.elts else e for e in held)
    return {e.value for e in firsts if isinstance(e, ast.Constant) and e.value in names}


def _is_media_or_list(text: str, names: set[str]) -> bool:
    words = set(re.findall(r"\w+", text)) - {"eller", "og"}
    return bool(MEDIA.search(text)) or (len(words) > 1 and words <= names)


def options_declared_twice(source: Path) -> list[str]:
    """Give every option of the command line whose name is declared in more than one place."""
    seen: dict[str, list[str]] = {}
    for name, tree, _text in _trees(source):
        for node in _nodes(tree) if name.startswith("cli/") else ():
            declares = isinstance(node, ast.Call) and any(
                isinstance(n, ast.Attribute) and n.attr == "Option"
                for n in (node.func, *node.args[:1])
            )
            for text in node.args if declares and isinstance(node, ast.Call) else ():
                if isinstance(text, ast.Constant) and str(text.value).startswith("--"):
                    seen.setdefault(str(text.value), []).append(
                        f"{name}:{node.lineno} {text.value}"
                    )
    return [place for places in seen.values() for place in places[1:]]


def strange_chapter_names(source: Path) -> list[str]:
    """Give what lies in a chapter's folder under a name that is not allowed."""
    return [
        path.relative_to(source).as_posix()
        for folder in chapter_folders(source)
        for path in sorted(folder.iterdir())
        if path.name not in MADE and path.stem not in CHAPTER_NAMES
    ]


def chapter_folders(source: Path) -> list[Path]:
    """Give the folders of chapters, sorted."""
    rooms = source / "chapters"
    return sorted(p for p in rooms.iterdir() if p.is_dir() and p.name not in {COMMON, *MADE})


def opened_outside_model(source: Path) -> list[str]:
    """Give every place in a chapter, outside its model, that opens what is known.

    A recipe may hand `Evidence` on and say whom it is about (``place``), and no more. Sentences and
    exhibits never get it, and none of them reads rows (``.frame``).
    """
    found = []
    for name, tree, _text in _trees(source):
        room, _, rest = name.partition("/")
        chapter, _, part = rest.partition("/")
        if room != "chapters" or chapter == COMMON or part.startswith("model") or not part:
            continue
        shows = part.startswith(("sentences", "exhibits"))
        for node in _nodes(tree):
            held = {a.arg for a in _arguments(node) if "Evidence" in ast.dump(a)}
            found += [f"{name}:{node.lineno} Evidence" for _ in held if shows]  # type: ignore[attr-defined]
            found += [
                f"{name}:{inner.lineno} {inner.attr}"
                for inner in (ast.walk(node) if held else ())
                if isinstance(inner, ast.Attribute)
                and isinstance(inner.value, ast.Name)
                and inner.value.id in held
                and inner.attr != "place"
            ]
            if isinstance(node, ast.Attribute) and node.attr == "frame":
                found.append(f"{name}:{node.lineno} frame")
    return sorted(set(found))


def _arguments(node: ast.AST) -> list[ast.arg]:
    if not isinstance(node, FUNCTIONS):
        return []
    return [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]


def root_files(source: Path) -> list[str]:
    """Give what lies at the root of the package and is neither a folder nor its two doors."""
    allowed = {"__init__.py", "__main__.py", "py.typed"}
    return sorted(p.name for p in source.iterdir() if p.is_file() and p.name not in allowed)


def handmade_chapter_lists(tests: Path, ids: set[str]) -> list[str]:
    """Give every list in the tests of three or more chapters written by hand."""
    found = []
    for name, tree, _text in _trees(tests):
        for node in _nodes(tree):
            if isinstance(node, ast.List | ast.Tuple | ast.Set):
                held = [e.value for e in node.elts if isinstance(e, ast.Constant)]
                if sum(1 for value in held if value in ids) >= 3:
                    found.append(f"{name}:{node.lineno}")
    return found


def _ids(source: Path) -> set[str]:
    return {path.name for path in chapter_folders(source)}


KEPT = {
    "chapters/common/handbook.py:_read": "folders of methods: those of the package, and of a test",
    "chapters/common/registry.py:_found": "folders of chapters: as for methods",
    "chapters/common/registry.py:_every": "as many, in each language",
    "chapters/common/terms.py:_stored": "chapters, of which there are two dozen",
    "foundation/i18n.py:_catalogue": "languages there are",
    "foundation/i18n.py:kept": "languages, and what the functions it is put on take",
    "norway/ages.py:age_groups": "sets of age groups there are",
    "own/examples/__init__.py:example_table": "own tables there are",
    "own/printed/__init__.py:printed_table": "tables of the documents that come with the program",
    "own/intake/headings.py:index": "own tables there are",
    "norway/aga.py:_valid": "two tables and the years they hold",
    "norway/codes.py:_by_code": "two columns",
    "norway/reference.py:reference": "files that come with the program",
    "norway/working_time.py:limits": "agreements there are",
    "publish/__init__.py:_found": "folders of formats: as for chapters",
    "tables/declared.py:declared": "files that come with the program",
}
"""Functions with arguments whose results may be kept outside the one cache, and what bounds them:
none of it comes from a reader, a file or a municipality."""


KEEPERS = {"cache", "functools.cache", "kept_by_language"}


def kept_outside(source: Path) -> list[str]:
    """Give what is kept outside the one cache, where nothing bounds it in megabytes.

    A function without arguments has one result, and a table that can never grow may stay.
    """
    found = []
    for name, tree, _text in _trees(source):
        for node in _nodes(tree):
            if isinstance(node, ast.ImportFrom) and node.module == "functools":
                found += [f"{name}:{node.lineno}" for a in node.names if a.name == "lru_cache"]
            if isinstance(node, ast.Attribute) and node.attr == "lru_cache":
                found.append(f"{name}:{node.lineno}")
            if isinstance(node, FUNCTIONS) and f"{name}:{node.name}" not in KEPT:
                kept = KEEPERS.intersection(map(ast.unparse, node.decorator_list))
                given = node.args
                if kept and (given.args or given.kwonlyargs or given.vararg or given.kwarg):
                    found.append(f"{name}:{node.lineno}")
    return found


def loose_digits(source: Path) -> list[str]:
    """Give every test of digits that also takes what `int` refuses: «²» is a digit, not a number.

    ``isdecimal`` takes what `int` reads. What a reader typed is better held against ``[0-9]+``.
    """
    return [
        f"{name}:{node.lineno} {node.attr}"
        for name, tree, _text in _trees(source)
        for node in _nodes(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"isdigit", "isnumeric"}
    ]


RULES: dict[str, Callable[[Path], list[str]]] = {
    "files over 450 lines": long_files,
    "functions over 60 lines": long_functions,
    "lines the formatter skips": skips,
    "public names without a docstring": undocumented,
    "private names of another package": private_names,
    "hex colours outside the theme": colours,
    "roundings outside content/numbers": roundings,
    "formats listed outside publish": formats_by_hand,
    "options declared twice": options_declared_twice,
    "names not allowed in a chapter": strange_chapter_names,
    "evidence opened outside a chapter's model": opened_outside_model,
    "files at the root of the package": root_files,
    "texts no translation reaches": norwegian,
    "results kept outside the one cache": kept_outside,
    "digits that int refuses": loose_digits,
    "hours converted in a second place": conversions,
    "prices outside the price list": prices,
}
LISTS = "chapters listed by hand in tests"
NINE_OF_TEN = "ninth tenth of function lengths"
SIZE = "non-blank lines in src"


def broken() -> dict[str, list[str]]:
    """Give every place that breaks a rule today, by rule."""
    ids = {folder.name for folder in chapter_folders(SOURCE)}
    return {
        **{name: rule(SOURCE) for name, rule in RULES.items()},
        LISTS: handmade_chapter_lists(ROOT / "tests", ids),
    }


def sizes() -> dict[str, int]:
    """Give the sizes that have a ceiling of their own."""
    return {
        NINE_OF_TEN: ninth_tenth([*function_lengths(SOURCE).values()]),
        SIZE: sum(map(lines, files(SOURCE))),
    }


def main(arguments: list[str]) -> None:
    """Print what is counted, with every place when a rule is named; lower the ceilings."""
    places = broken()
    for name in arguments:
        print(*places.get(name, []), sep="\n")
    ceilings = json.loads(CEILINGS.read_text()) if CEILINGS.exists() else {}
    today = {**{name: len(found) for name, found in places.items()}, **sizes()}
    for name, count in today.items():
        print(f"{count:>7} {ceilings.get(name, '–'):>7}  {name}")
    if "--tighten" in arguments:
        lowered = {n: min(count, ceilings.get(n, count)) for n, count in today.items()}
        CEILINGS.write_text(json.dumps(lowered, indent=2) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])

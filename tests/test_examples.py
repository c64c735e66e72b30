"""The examples in docstrings give what they say."""

from __future__ import annotations

import doctest
import importlib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from types import ModuleType

import pytest

SOURCE = Path(__file__).parents[1] / "src"
MODULES = [
    ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")
    for path in sorted(SOURCE.rglob("*.py"))
    if ">>>" in path.read_text(encoding="utf-8")
]


def examples(module: ModuleType) -> Iterator[doctest.DocTest]:
    """Give the examples of a module, those of cached properties too, which doctest passes over."""
    finder = doctest.DocTestFinder(exclude_empty=True)
    yield from finder.find(module)
    for made in vars(module).values():
        if isinstance(made, type) and made.__module__ == module.__name__:
            for name, held in vars(made).items():
                if isinstance(held, cached_property):
                    yield from finder.find(held.func, name, module=module)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_give_what_they_say(name: str) -> None:
    found = list(examples(importlib.import_module(name)))
    told: list[str] = []
    runner = doctest.DocTestRunner()
    for test in found:
        runner.run(test, out=told.append)
    assert any(test.examples for test in found), "the examples are not where doctest finds them"
    assert not told, "".join(told)

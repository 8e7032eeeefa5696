"""The mutants of a module, by mutmut's operators, and the import of one in the module's place.

mutmut's own runner asks pytest in a process for each mutant, and leaves constants and whatever
is decorated as they are: only its operators are used.
"""

import difflib
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators

_PRODUCT = ("ecf_sandbox", "tests")
_IS_NO_BEHAVIOUR = (cst.Annotation, cst.Import, cst.ImportFrom)
_SCOPE = (cst.FunctionDef, cst.ClassDef)
_STATEMENT = (cst.SimpleStatementLine, cst.BaseCompoundStatement)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one thing changed.

    `lines` are those where that can make a difference: for what is done on import, those that
    name what is made there, and then other modules may name it too (`is_made_on_import`).
    """

    module: str
    scope: str
    line: int
    lines: frozenset[int]
    is_made_on_import: bool
    was: str
    becomes: str
    source: str = field(repr=False)
    nth: int = 1

    @property
    def key(self) -> tuple[str, str, str, str, int]:
        """What tells it from others however the lines move; `nth` counts equal changes."""
        return self.module, self.scope, self.was, self.becomes, self.nth

    @property
    def place(self) -> str:
        return f"{self.module}:{self.line}"

    @property
    def change(self) -> str:
        return f"{self.was} -> {self.becomes}"


def mutants_of(path: Path) -> list[Mutant]:
    """Return the mutants of a module, each different source once."""
    wrapped = MetadataWrapper(cst.parse_module(path.read_text()))
    visitor = _Visitor(path.stem, wrapped.module)
    wrapped.visit(visitor)
    by_source = {each.source: each for each in reversed(visitor.found)}
    return list(_numbered(reversed(by_source.values())))


def _numbered(mutants: Iterable[Mutant]) -> Iterator[Mutant]:
    """Yield mutants, those that change equal lines of one function in the same way counted."""
    seen = Counter[tuple[str, str, str]]()
    for each in mutants:
        equal = each.scope, each.was, each.becomes
        seen[equal] += 1
        yield replace(each, nth=seen[equal])


def forget_product() -> None:
    """Let the product be imported anew."""
    for name in [name for name in sys.modules if name.partition(".")[0] in _PRODUCT]:
        del sys.modules[name]


class InPlace(MetaPathFinder):
    """Finds the source of a mutant where its module is asked for."""

    def __init__(self, name: str, path: Path, source: str) -> None:
        self._name = name
        self._loader = _Loader(name, str(path))
        self._loader.source = source

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002  # as Python calls it
        target: ModuleType | None = None,  # noqa: ARG002  # as above
    ) -> ModuleSpec | None:
        if fullname != self._name:
            return None
        return spec_from_file_location(fullname, self._loader.path, loader=self._loader)


class _Loader(SourceFileLoader):
    source: str

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002  # there is one name only
        return compile(self.source, self.path, "exec")


def _is_no_behaviour(node: cst.CSTNode) -> bool:
    """Return whether nothing that anybody could ask for depends on a node.

    Names for the type checker, whether a class of data may be changed, and the words of a
    sentence: what is said is free, that something is said is not.
    """
    match node:
        case cst.AnnAssign(annotation=cst.Annotation(annotation=cst.Name("TypeAlias"))):
            return True
        case cst.Decorator(decorator=cst.Call(func=cst.Name("dataclass"))):
            return True
        case cst.SimpleString(value=text) | cst.FormattedStringText(value=text):
            return " " in text
    return isinstance(node, _IS_NO_BEHAVIOUR)


class _Visitor(cst.CSTVisitor):
    """Collects the mutants of everything that can change what a module does."""

    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self, module: str, root: cst.Module) -> None:
        super().__init__()
        self.found: list[Mutant] = []
        self._module = module
        self._root = root
        self._statements: list[cst.CSTNode] = []
        self._scopes: list[str] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        if _is_no_behaviour(node):
            return False
        if isinstance(node, _SCOPE):
            self._scopes.append(node.name.value)
        if isinstance(node, _STATEMENT):
            self._statements.append(node)
        for kind, operator in mutation_operators:
            if isinstance(node, kind):
                self.found.extend(self._mutant(node, new) for new in operator(node))
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if isinstance(original_node, _STATEMENT):
            self._statements.pop()
        if isinstance(original_node, _SCOPE):
            self._scopes.pop()

    def _mutant(self, old: cst.CSTNode, new: cst.CSTNode) -> Mutant:
        outermost = self._statements[0]
        changed = outermost.deep_replace(old, new)
        assert isinstance(changed, cst.CSTNode), "a node gave way to another"
        piece, mutated = self._root.code_for_node(outermost), self._root.code_for_node(changed)
        source = self._root.code.replace(piece, mutated, 1)
        scopes = self._scopes or [piece.split()[0]]
        on_import = not any(isinstance(each, cst.FunctionDef) for each in self._statements)
        lines = self._lines_naming(scopes[0]) if on_import else self._own_lines()
        return Mutant(
            self._module,
            ".".join(scopes),
            self._lines_of(old)[0],
            frozenset(lines),
            on_import,
            *_changed(piece, mutated),
            source,
        )

    def _own_lines(self) -> range:
        """Return the lines of the innermost statement; without its body, but for a function."""
        lines = self._lines_of(self._statements[-1])
        body = getattr(self._statements[-1], "body", None)
        if isinstance(self._statements[-1], cst.FunctionDef) or not isinstance(body, cst.BaseSuite):
            return lines
        return range(lines.start, self._lines_of(body).start + 1)

    def _lines_naming(self, name: str) -> Iterator[int]:
        """Yield the lines that use what is made on import."""
        for number, line in enumerate(self._root.code.splitlines(), start=1):
            if re.search(rf"\b{name}\b", line):
                yield number

    def _lines_of(self, node: cst.CSTNode) -> range:
        around = self.get_metadata(PositionProvider, node)
        return range(around.start.line, around.end.line + 1)


def _changed(old: str, new: str) -> tuple[str, str]:
    """Return the lines that differ, in one line each."""
    before, after = old.splitlines(), new.splitlines()
    for tag, *at in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            return _joined(before[at[0] : at[1]]), _joined(after[at[2] : at[3]])
    return "", ""


def _joined(lines: Sequence[str]) -> str:
    return " ".join(line.strip() for line in lines)

import ast

import pytest

from tools.mutants.mutate import mutants


@pytest.fixture
def broken(tmp_path):
    """Every mutant of a text, as text."""

    def of(text):
        path = tmp_path / "module.py"
        path.write_text(text)
        return [ast.unparse(mutant.tree()) for mutant in mutants(path)]

    return of


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("a < b", "a <= b"),
        ("a in b", "a not in b"),
        ("a and b", "a or b"),
        ("not a", "a"),
        ("a + b", "a - b"),
        ("x = 3", "x = 4"),
        ("x = True", "x = False"),
        ("x = 'key'", "x = 'key-mutant'"),
        ("call()", "pass"),
        ("yield x", "yield from ()"),
        ("raise x", "pass"),
        ("x = '^a$'", "x = 'a$'"),
        ("x = '^a$'", "x = '^a'"),
        ("[x for x in y if x]", "[x for x in y]"),
        ("def f():\n    return 1 < x", "def f():\n    return None"),
        ("if a:\n    pass", "if not a:\n    pass"),
    ],
)
def test_each_way_to_break_it(broken, was, becomes):
    assert becomes in broken(was)


def test_each_mutant_is_one_change(broken):
    assert broken("x = 1\ny = 2") == ["x = 2\ny = 2", "x = 1\ny = 3"]


@pytest.mark.parametrize(
    "text",
    [
        '"""docstring"""',
        'x = "words for people"',
        'x = f"words {y}"',
        'x = say(remedy="word")',
        '__all__ = ["name"]',
        'def f(x: "Literal[1]") -> "list[2]":\n    pass',
    ],
)
def test_what_no_behaviour_hangs_on_is_left_alone(broken, text):
    assert broken(text) == []


def test_a_mutant_is_written_where_it_is_asked_to_be(tmp_path):
    (tmp_path / "module.py").write_text("x = 1")
    (mutant,) = mutants(tmp_path / "module.py")
    mutant.write(tmp_path / "copy.py")
    assert (tmp_path / "copy.py").read_text() == "x = 2"


def test_the_file_is_never_written(broken, tmp_path):
    broken("x = 1")
    assert (tmp_path / "module.py").read_text() == "x = 1"

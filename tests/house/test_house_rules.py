"""The house's own checks find what they are for, and leave alone what is allowed."""

import pytest

from tools import house_rules
from tools.house_rules import Finding, in_name, in_python, in_text

DOOR = "tactful/web/pages.py"


def checks(found: object) -> list[str]:
    assert not isinstance(found, str)
    return [each.check for each in found if isinstance(each, Finding)]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("path", "source", "check"),
    [
        (DOOR, "Person.unchecked.all()", "unchecked"),
        (DOOR, "from django.utils.safestring import mark_safe\nmark_safe('<b>')", "mark-safe"),
        (DOOR, "safestring.mark_safe('<b>')", "mark-safe"),
        ("tactful/visibility/see.py", "Person.unchecked.raw('select 1')", "raw"),
        ("tactful/records/models.py", "class Person(models.Model):\n    objects = Manager()", "objects"),
        (DOOR, "cursor.execute(f'select * from {table}')", "built-sql"),
        (DOOR, "cursor.execute('delete from ' + table)", "built-sql"),
        (DOOR, "cursor.execute('select * from %s' % table)", "built-sql"),
    ],
)
def test_ways_round_are_found(path: str, source: str, check: str) -> None:
    assert check in checks(in_python(path, source))


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("tactful/visibility/see.py", "Person.unchecked.all()"),
        ("tests/leaks/test_counts.py", "Person.unchecked.count()"),
        (DOOR, "cursor.execute('select 1 where id = %s', [number])"),
        (DOOR, "title = f'selected {count}'"),
        ("tactful/web/forms.py", "class Form:\n    objects = 3"),
    ],
)
def test_what_is_allowed_is_left_alone(path: str, source: str) -> None:
    assert checks(in_python(path, source)) == []


# Put together from halves, so that this file itself passes.
@pytest.mark.parametrize(
    ("line", "check"),
    [
        ("index = https://pypi." + "org/simple", "registry"),
        ("data = '/ho" + "me/ada/mail'", "machine-path"),
        ("x = 1  # no" + "qa: S608", "suppression"),
    ],
)
def test_hosts_paths_and_bare_suppressions_are_found(line: str, check: str) -> None:
    assert checks(in_text(DOOR, line)) == [check]


@pytest.mark.parametrize(
    "line",
    [
        "image = /usr/share/zoneinfo/UTC",
        "see https://example.com/home/ada",
        "path = api/v1/work/items",
        "x = 1  # no" + "qa: S608 (fixed text, no input)",
    ],
)
def test_common_paths_and_reasoned_suppressions_pass(line: str) -> None:
    assert checks(in_text(DOOR, line)) == []


def test_a_file_is_named_after_a_noun() -> None:
    assert checks(in_name("tactful/web/utils.py")) == ["name"]
    assert checks(in_name("tactful/web/helpers/dates.py")) == ["name"]
    assert checks(in_name("tactful/web/people.py")) == []


@pytest.mark.parametrize(
    ("comment", "excused"),
    [
        ("", False),
        ("  # house: built-sql", False),
        ("  # house: mark-safe (another check)", False),
        ("  # house: built-sql (names are the models' own)", True),
        ("  # no" + "qa: S608 (names are the models' own)", True),
    ],
)
def test_an_excuse_names_its_check_and_its_reason(comment: str, excused: bool, tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "tactful" / "web" / "pages.py"
    file.parent.mkdir(parents=True)
    file.write_text(f"cursor.execute(f'select * from {{table}}'){comment}\n")
    monkeypatch.setattr(house_rules, "ROOT", tmp_path)
    assert ("built-sql" not in checks(house_rules.findings([DOOR]))) == excused

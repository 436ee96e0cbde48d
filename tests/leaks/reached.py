"""What the transcripts reached: equal empty answers prove nothing, so each must have been full at least once."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tactful.api.interface import API
from tactful.web.doors import EXEMPT
from tests.leaks.asking import Answer, Ask

#: Fields that no answer here can fill, each with the reason.
OUT_OF_REACH: Mapping[str, str] = {
    "Files.next": "too few files here for two pages (tests/doors/test_files.py has them)",
    "Reminders.next": "few have two reminders here to do (tests/doors/test_reminders.py pages through them)",
    "Proposals.next": "too few know each other here for two proposals (tests/doors/test_same_person.py has them)",
}
#: Pages that show nothing of anybody's need not have answered: the doors' own list gives each one's reason.
NEVER = frozenset(f"{method} {name}" for method in ("GET", "POST") for name in EXEMPT)


class Reached:
    """Counts answers by route, and the fields of the API's shapes that held something."""

    def __init__(self) -> None:
        self.answers: Counter[tuple[str, int]] = Counter()
        self.full: Counter[str] = Counter()
        self.fields: Counter[str] = Counter()
        schema = API.get_openapi_schema(path_prefix="/api/v1/")
        self.paths: dict[str, Any] = schema["paths"]
        self.shapes: dict[str, Any] = schema["components"]["schemas"]

    def noted(self) -> dict[str, Any]:
        """Return what was reached, as `take_up` takes it."""
        answers = [[route, status, count] for (route, status), count in sorted(self.answers.items())]
        return {"answers": answers, "full": dict(self.full), "fields": dict(self.fields)}

    def take_up(self, noted: Mapping[str, Any]) -> None:
        """Count what an earlier run reached."""
        self.answers.update({(route, status): count for route, status, count in noted.get("answers", [])})
        self.full.update(noted.get("full", {}))
        self.fields.update(noted.get("fields", {}))

    def note(self, ask: Ask, answer: Answer) -> None:
        """Count one answer."""
        assert answer.status < 500, f"{ask} failed: {answer.body[:2000]}"
        self.answers[ask.route, answer.status] += 1
        if answer.status >= 400:
            return
        if not answer.body.startswith("{"):
            self.full[ask.route] += 1
            return
        if " web:" in ask.route:
            # What a page's script asks for has no schema; a network's ties, or colleagues.
            self.full[ask.route] += any(json.loads(answer.body).values())
            return
        found = json.loads(answer.body)
        path = f"/api/v1{ask.route.partition(' ')[2]}"
        operation = next(self.paths[it] for it in (path, f"{path}/") if it in self.paths)[ask.method.lower()]
        shape = operation["responses"][answer.status]["content"]["application/json"]["schema"]
        before = sum(self.fields.values())
        self._walk(found, shape)
        # A list of nothing is no data.
        self.full[ask.route] += found.get("items") != [] and sum(self.fields.values()) > before

    def _walk(self, found: Any, shape: Mapping[str, Any]) -> None:
        for one in (shape, *shape.get("anyOf", ()), *shape.get("allOf", ())):
            if "$ref" in one:
                name = one["$ref"].rpartition("/")[2]
                known = self.shapes[name].get("properties", {})
                if isinstance(found, dict):
                    for key, value in found.items():
                        if key in known and value not in (None, "", [], {}):
                            self.fields[f"{name}.{key}"] += 1
                            self._walk(value, known[key])
            if "items" in one and isinstance(found, list):
                for value in found:
                    self._walk(value, one["items"])
            if isinstance(one.get("additionalProperties"), dict) and isinstance(found, dict):
                for value in found.values():
                    self._walk(value, one["additionalProperties"])

    def unfilled(self) -> list[str]:
        """Return the fields of answers that never held anything, but for those out of reach."""
        answered = {field for operation in self._operations().values() for field in self._fields(operation)}
        return sorted(it for it in answered if not self.fields[it] and it not in OUT_OF_REACH)

    def filling(self, fields: Sequence[str]) -> list[str]:
        """Return the routes whose successful answers have one of these fields."""
        wanted = set(fields)
        return sorted(
            route
            for route, operation in self._operations().items()
            if not wanted.isdisjoint(self._fields(operation))
        )

    def _operations(self) -> dict[str, Any]:
        """Every operation of the API, by its route."""
        return {
            f"{method.upper()} {path.removeprefix('/api/v1').rstrip('/')}": operation
            for path, operations in self.paths.items()
            for method, operation in operations.items()
        }

    def _fields(self, operation: Mapping[str, Any]) -> Iterator[str]:
        """Every field of every shape that a successful answer of this operation is made of."""
        waiting = [
            answer["content"]["application/json"]["schema"]
            for status, answer in operation["responses"].items()
            if int(status) < 300 and "application/json" in answer.get("content", {})
        ]
        seen = set[str]()
        while waiting:
            for name in re.findall(r"#/components/schemas/([\w\[\]]+)", json.dumps(waiting.pop())):
                if name not in seen:
                    seen.add(name)
                    waiting.append(self.shapes[name])
                    yield from (f"{name}.{key}" for key in self.shapes[name].get("properties", {}))

    def empty(self, routes: tuple[str, ...]) -> list[str]:
        """Return those of these routes that never answered with success and data, but for those that show nothing."""
        return sorted(route for route in routes if not self.full[route] and route not in NEVER)

    def report(self) -> str:
        """Return a line for each route: how often each status came, and how often with data."""
        routes = sorted({route for route, _ in self.answers})
        return "\n".join(
            f"  {route}: "
            + ", ".join(
                f"{count} × {status}" for (it, status), count in sorted(self.answers.items()) if it == route
            )
            + f"; {self.full[route]} with data"
            for route in routes
        )

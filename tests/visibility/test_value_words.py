"""What a value says is found by the same words, whether they were stored or are looked for in it."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tactful.visibility.searching import _VALUE_SAYS

VALUES = st.one_of(
    st.text("ab1@.-+ ()_/:\t5", min_size=1, max_size=14),
    st.from_regex(r"\+?[0-9 ()-]{7,16}", fullmatch=True),
    st.from_regex(r"[a-c.]{1,5}@[a-c.-]{1,6}", fullmatch=True),
)


@pytest.mark.django_db
@pytest.mark.rule("B12")
@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(VALUES, st.data())
def test_looking_into_a_value_is_looking_among_its_words(value: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(value)))
    word = data.draw(
        st.one_of(
            st.just(value[start : start + data.draw(st.integers(1, 6))].lower().strip()),
            st.text("ab15@.", min_size=1, max_size=4),
        )
    )
    if not word or any(c.isspace() for c in word):
        return
    with connection.cursor() as db:
        db.execute(
            f"select ({_VALUE_SAYS}), exists (select 1 from unnest(records_value_words(v.value)) part"
            " where part <> '' and starts_with(part, %s)) from (select %s::text as value) v",
            [word, word, word, word, word, value],
        )
        assert db.fetchone() in ((True, True), (False, False)), (value, word)

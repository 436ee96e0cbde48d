"""Which copies are one message."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tactful.actions.imports.grouping import Node, groups, placed
from tactful.actions.imports.keys import id_key, is_id, looks_key, read, span, stored

IDS = [id_key("id", str(number)) for number in range(4)]
LOOKS = [looks_key(bytes([number])) for number in range(4)]


@st.composite
def copies(draw: st.DrawFn) -> list[Node]:
    """Copies of few messages, with keys that chain; no feed says a key twice, as storing makes sure."""
    drawn = draw(
        st.lists(
            st.tuples(st.integers(1, 4), st.sampled_from([None, *IDS]), st.sampled_from(LOOKS)), max_size=12
        )
    )
    nodes: list[Node] = []
    said: set[tuple[int, bytes]] = set()
    for number, (feed, one, looks) in enumerate(drawn):
        keys = frozenset(key for key in (one, looks) if key)
        if not any((feed, key) in said for key in keys):
            said |= {(feed, key) for key in keys}
            nodes.append(Node(feed, 100 + number, keys))
    return nodes


def shape(found: list[list[Node]]) -> set[frozenset[tuple[int, frozenset[bytes]]]]:
    """The groups without the numbers of interactions."""
    return {frozenset((node.feed, node.keys) for node in group) for group in found}


@given(copies(), st.randoms())
def test_the_order_and_the_present_places_leave_no_trace(nodes: list[Node], random: object) -> None:
    shuffled = [node._replace(interaction=7 + place // 3) for place, node in enumerate(reversed(nodes))]
    assert shape(groups(nodes)) == shape(groups(shuffled))


@given(copies())
def test_every_copy_is_in_one_group_and_no_feed_twice(nodes: list[Node]) -> None:
    found = groups(nodes)
    assert sorted(node for group in found for node in group) == sorted(nodes)
    for group in found:
        assert len({node.feed for node in group}) == len(group)


@given(copies())
def test_equal_ids_are_one_message(nodes: list[Node]) -> None:
    place = {node: number for number, group in enumerate(groups(nodes)) for node in group}
    for one in nodes:
        for other in nodes:
            if any(is_id(key) for key in one.keys & other.keys):
                assert place[one] == place[other]


@given(copies(), st.data())
def test_each_group_has_a_place_of_its_own(nodes: list[Node], data: st.DataObject) -> None:
    nodes = [node._replace(interaction=data.draw(st.integers(1, 3))) for node in nodes]
    found = groups(nodes)
    moves, homeless = placed(found)
    home = {node: node.interaction for node in nodes} | dict(moves)
    home |= {node: 1000 + number for number, group in enumerate(homeless) for node in group}
    places = [{home[node] for node in group} for group in found]
    assert all(len(place) == 1 for place in places)
    assert len({min(place) for place in places}) == len(found)


def test_copies_join_by_id_or_by_looks() -> None:
    first = Node(1, 1, frozenset({IDS[0], LOOKS[0]}))
    altered_subject = Node(2, 2, frozenset({IDS[0], LOOKS[1]}))
    id_of_its_own = Node(3, 3, frozenset({IDS[1], LOOKS[0]}))
    another = Node(2, 4, frozenset({IDS[2], LOOKS[2]}))
    assert groups([first, altered_subject, id_of_its_own, another]) == [
        [first, altered_subject, id_of_its_own],
        [another],
    ]


def test_a_third_copy_never_makes_two_of_one_feed_the_same() -> None:
    one, two = Node(1, 1, frozenset({IDS[0], LOOKS[0]})), Node(1, 2, frozenset({IDS[1], LOOKS[1]}))
    between = Node(2, 3, frozenset({IDS[0], LOOKS[1]}))
    assert groups([one, two, between]) == [[one, between], [two]]


def test_a_stored_key_is_its_feeds() -> None:
    for key in (*IDS, *LOOKS):
        least, most = span(key)
        for feed in (0, 1, 2**47):
            row = stored(key, feed)
            assert len(row) == 16
            assert least <= row <= most
            assert read(row) == (key, feed)

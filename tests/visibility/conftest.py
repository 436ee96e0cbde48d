"""The comparisons that drawn and pinned worlds share say what differs, as those in tests do."""

import pytest

pytest.register_assert_rewrite("tests.visibility.agreeing")

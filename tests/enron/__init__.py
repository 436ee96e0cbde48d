"""Rules held to real mail: six contributors of ../shared/data/enron-*, imported once for all of these tests."""

"""What a sentence speaks for by the words that people use."""

from __future__ import annotations

import pytest

from wenming.engine.proposing import Vote, mixed, votes_by_words


def test_vote_by_words_counts_long_words_more_and_leaves_doubt():
    votes = votes_by_words("垃圾桶满溢，人行道积水", {"垃圾": [1], "桶满": [1], "积水": [2, 3], "路灯": [4]})
    # 4 characters for the first, 2 each for the others, 2 for doubt
    assert votes == [Vote(1, 0.4, ("垃圾", "桶满")), Vote(2, 0.2, ("积水",)), Vote(3, 0.2, ("积水",))]


def test_vote_by_words_lets_a_longer_word_hide_a_shorter_one_inside():
    assert votes_by_words("非机动车乱停，非机动车越线", {"机动车": [1], "非机动车": [2], "!": [3]}) == [
        Vote(2, pytest.approx(2 / 3), ("非机动车",))
    ]


def test_mix_distributions_weighs_each_and_puts_the_likeliest_first():
    assert list(mixed([(0.25, {1: 1.0}), (0.75, {1: 0.2, 2: 0.8})]).items()) == [
        (2, pytest.approx(0.6)),
        (1, pytest.approx(0.4)),
    ]

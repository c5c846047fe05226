"""The tokens in QR codes."""

from __future__ import annotations

from math import log2

from wenming.sites.adapters import fresh_token
from wenming.sites.adapters.tokens import LETTERS, TOKEN_LENGTH


def test_draw_tokens_gives_sixty_bits_that_fit_the_column_and_never_the_same():
    tokens = {fresh_token() for _ in range(2000)}
    assert len(tokens) == 2000
    assert {len(token) for token in tokens} == {TOKEN_LENGTH}
    assert TOKEN_LENGTH * log2(len(LETTERS)) >= 60
    assert TOKEN_LENGTH <= 16
    assert set("".join(tokens)) == set(LETTERS)

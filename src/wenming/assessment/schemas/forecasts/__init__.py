"""Forecasts as pages show them: the gap in words, what is missing and where to mend it, chances for those who may see them."""

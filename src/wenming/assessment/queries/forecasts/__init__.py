"""Reading what a forecast is made from, and those that were made."""

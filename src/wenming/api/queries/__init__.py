"""Reading keys, sites and dates for machines."""

"""Reading mass creation: programmes, applications and what was found out about them, the ledger of titles."""

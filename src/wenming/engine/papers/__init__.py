"""Papers as they are read by a machine: whether a text was used before, what kind of report it is, which period it speaks of. Text in, facts out."""

"""任务分解表: who answers for which clause, as offices write it, led back to clauses and units; every cell is accounted for once."""

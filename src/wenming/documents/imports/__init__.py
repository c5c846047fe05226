"""Files that people send: workbooks as sheets of cells."""

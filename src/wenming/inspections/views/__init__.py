"""Pages of the field rounds: bringing a workbook in, and looking at its rows."""

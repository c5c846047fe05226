"""Issues for people outside: ledgers as workbooks, tables in Word, long pictures, texts for a chat."""

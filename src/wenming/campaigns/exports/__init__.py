"""Tables of campaigns as workbooks, a file for each subject."""

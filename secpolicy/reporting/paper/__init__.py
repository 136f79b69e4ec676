"""What is printed or handed on as Markdown: the whole report, one page for the head, a sheet for every department."""

"""Importing: files are received under safe names, and a child process runs over them as `cetu run` does."""

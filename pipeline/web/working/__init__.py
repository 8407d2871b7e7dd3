"""Work that outlasts a request: a process of its own in a folder of its own, told of line by line."""

"""`python -m pipeline.cli`: the same as the command `cetu`."""

from pipeline.cli.main import main

main()

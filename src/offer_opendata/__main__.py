"""Run the command line: `python -m offer_opendata`."""

from offer_opendata.cli import main

main()

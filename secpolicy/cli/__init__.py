"""The roof: one file per command. The only clock, the only exit codes, the only terminal."""

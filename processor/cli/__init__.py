"""The commands: one module a group, with no rules of their own.

Each command imports what it uses when it runs, so that `--help` answers at once.
"""

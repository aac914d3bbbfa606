"""The description of each table, in the YAML files beside this module."""

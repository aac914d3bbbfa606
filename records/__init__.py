"""The ground floor: what flows between the rooms, and nothing that reads or writes a file format."""

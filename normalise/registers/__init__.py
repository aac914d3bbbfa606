"""The registers of public bodies: the CSV files beside this module, loaded and checked."""

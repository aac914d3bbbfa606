"""Asking servers: one request and its limits, the rules of a site, and manners."""

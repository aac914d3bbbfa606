"""Watching a folder into which PDFs are dropped all day: `folder` waits and reads, `command` tells."""

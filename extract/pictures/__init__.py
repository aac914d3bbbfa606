"""Pages drawn as pictures with what was found on them in colours, for people who ask why."""

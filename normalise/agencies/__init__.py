"""Who must act: owner cells are split, their phrases are linked to bodies of the register."""

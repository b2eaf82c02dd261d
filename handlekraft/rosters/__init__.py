"""Who works when: shifts and protected time."""

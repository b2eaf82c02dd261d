"""Other people's engines, each in a process of its own, asked the same case and heard by the same referee."""

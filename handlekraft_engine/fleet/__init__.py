"""Many teams at once: in this process, in a process pool, or on a Dask cluster; and visits lent between neighbours."""

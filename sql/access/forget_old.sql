select forget_old_access() as forgotten

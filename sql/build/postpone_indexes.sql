select postpone_indexes()

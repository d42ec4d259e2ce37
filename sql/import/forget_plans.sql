-- Plans are kept with the sizes that tables had when they were made, and a batch later these tables are larger.
discard plans

select number_customers()

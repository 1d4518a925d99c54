learning_rate = 2

learning_rate = 0.5
batch_size = 128

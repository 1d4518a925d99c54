# The small one.
learning_rate = 3e-4
batchsize = 4
steps = "few"
